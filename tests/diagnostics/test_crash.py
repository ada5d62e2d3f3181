"""Our own bugs, told by type and place."""

from __future__ import annotations

import json

from diagnostics.crash import crash_text


def culprit() -> None:
    json.loads("{secret")


def caught() -> Exception:
    try:
        culprit()
    except ValueError as error:
        return error
    raise AssertionError


def test_the_place_is_the_innermost_in_the_culprits_package() -> None:
    text = crash_text(caught(), culprit)
    assert text.startswith("JSONDecodeError in ")
    assert f"{__name__}.culprit, line " in text


def test_without_a_culprit_it_is_the_innermost_of_all() -> None:
    assert "JSONDecodeError in json.decoder." in crash_text(caught())
    assert "JSONDecodeError in json.decoder." in crash_text(caught(), json.dumps.__get__)


def test_values_are_not_told() -> None:
    assert "secret" not in crash_text(caught(), culprit)


def test_an_error_that_was_never_raised_has_no_place() -> None:
    assert crash_text(KeyError("x"), culprit) == "KeyError at an unknown place"
