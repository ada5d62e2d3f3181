"""What can go wrong, said so that one can act on it."""

from __future__ import annotations

import pytest

from diagnostics.errors import ConfigError, Denied, DoctorError, LookError, NotFound


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ConfigError("it is broken"), "it is broken"),
        (ConfigError("it is broken", source="a.toml"), "a.toml: it is broken"),
        (ConfigError("it is broken", source="a.toml", line=3), "a.toml:3: it is broken"),
        (ConfigError("it is broken", field="key_uri"), "field key_uri: it is broken"),
        (
            ConfigError("it is broken", "whole", "mend it", "a.toml", 3, "key_uri"),
            "a.toml:3, field key_uri: it is broken\n  expected: whole\n  do: mend it",
        ),
    ],
)
def test_a_mistake_of_the_user_is_told_with_place_and_advice(
    error: ConfigError, text: str
) -> None:
    assert str(error) == text


def test_where_a_mistake_stands_is_added_and_what_is_known_stays() -> None:
    error = ConfigError("x", "y", "z").at(source="a.toml", line=3, field="f")
    assert str(error.at(source="b.toml", line=9, field="g")) == str(error)
    assert (error.source, error.line, error.field) == ("a.toml", 3, "f")
    assert (error.problem, error.expected, error.do) == ("x", "y", "z")


def test_what_the_world_said_is_one_sentence() -> None:
    error = Denied("not allowed", status=403)
    assert str(error) == "not allowed"
    assert isinstance(error, LookError)
    assert isinstance(error, DoctorError)
    assert not isinstance(error, NotFound)


def test_two_errors_are_two() -> None:
    assert Denied("x") != Denied("x")
    assert len({Denied("x"), Denied("x")}) == 2
