"""Any filter lets through what it says, whatever its form."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.simulator.odata_filter import Unreadable, condition, instants

NAMES = ("color", "place/name", "tags")
VALUES = ("red", "it's", "a or b", "(x)", "2026-11-29T07:00:00Z")
Tree = tuple[str, Callable[[dict[str, Any]], bool]]
DOCUMENTS = st.fixed_dictionaries(
    {
        "Color": st.sampled_from(VALUES),
        "place": st.one_of(st.none(), st.fixed_dictionaries({"name": st.sampled_from(VALUES)})),
        "tags": st.lists(st.fixed_dictionaries({"color": st.sampled_from(VALUES)}), max_size=3),
    }
)


def quoted(value: str) -> str:
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def leaf(value: str) -> st.SearchStrategy[Tree]:
    text = quoted(value)
    place: Callable[[dict[str, Any]], Any] = lambda doc: (doc["place"] or {}).get("name")  # noqa: E731
    rows: list[Tree] = [
        (f"color eq {text}", lambda doc: doc["Color"] == value),
        (f"Color ne {text}", lambda doc: doc["Color"] != value),
        (f"place/name eq {text}", lambda doc: place(doc) == value),
        (f"startswith(color, {quoted(value[:2])})", lambda doc: doc["Color"].startswith(value[:2])),
        (f"contains(color,{quoted(value[-2:])})", lambda doc: value[-2:] in doc["Color"]),
        (f"tags/any(t:t/color eq {text})", lambda doc: any(each["color"] == value for each in doc["tags"])),
    ]  # fmt: skip
    return st.sampled_from(rows)


def joined(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.tuples(parts, st.sampled_from(("and", "or")), parts).map(
        lambda each: (
            f"({each[0][0]} {each[1]} {each[2][0]})",
            (lambda doc: each[0][1](doc) and each[2][1](doc))
            if each[1] == "and"
            else (lambda doc: each[0][1](doc) or each[2][1](doc)),
        )
    )


TREES = st.recursive(st.sampled_from(VALUES).flatmap(leaf), joined, max_leaves=6)


@given(TREES, DOCUMENTS)
def test_a_filter_says_what_its_words_say(tree: Tree, document: dict[str, Any]) -> None:
    text, truth = tree
    assert condition(text, NAMES)(document) == truth(document)


@given(st.text(alphabet="()':,= andorcolreq12", max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    with suppress(Unreadable):
        assert condition(text, NAMES)({"color": "red"}) in (True, False)


def test_times_are_compared_as_such() -> None:
    held = condition("color lt 2026-11-29T08:00:00+01:00", NAMES)
    assert held({"color": "2026-11-29T06:59:59.9999999Z"})
    assert not held({"color": "2026-11-29T07:00:00Z"})
    assert not held({"color": "2026-11-29Twelve"})


@pytest.mark.parametrize(
    "text", ["color gt 'a' ) ", "colour eq 'a'", "color eq 'a", "eq", "tags/any(t color eq 'a')"]
)
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        condition(text, NAMES)


def test_the_instants_of_a_property_are_found() -> None:
    text = "at ge '2026-11-29T07:00:00Z' and at le '2026-11-30T07:00:00Z' and at ge 'soon'"
    (only,) = instants(text, "at", "ge", "gt")
    assert only.day == 29
