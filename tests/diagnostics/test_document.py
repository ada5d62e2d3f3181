"""A JSON answer read field by field; a wrong type is told, never guessed around."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.document import Document, read_once
from diagnostics.errors import Unexpected
from tests.support.small import NOW


def a_document(**data: object) -> Document:
    return Document(data, "GET https://h/p", NOW)  # type: ignore[arg-type]


DOCUMENT = a_document(
    name="kv",
    properties={
        "vaultUri": "https://kv/",
        "enabled": True,
        "count": 7,
        "created": 1_700_000_000,
        "expires": "2026-11-24T03:00:00.1234567Z",
        "local": "2026-11-24T05:00:00+02:00",
        "naive": "2026-11-24T03:00:00",
        "names": ["a", "b"],
        "rules": [{"value": "1.2.3.4"}],
        "nothing": None,
        "sub": {"one": {"x": 1}, "two": 2, "three": {"x": 3}},
    },
)


def test_each_sort_of_field_is_read() -> None:
    assert DOCUMENT.text("properties.vaultUri") == "https://kv/"
    assert DOCUMENT.require_text("name") == "kv"
    assert DOCUMENT.flag("properties.enabled") is True
    assert DOCUMENT.number("properties.count") == 7
    assert DOCUMENT.texts("properties.names") == ("a", "b")
    rules = DOCUMENT.parts("properties.rules")
    assert rules is not None
    assert [rule.text("value") for rule in rules] == ["1.2.3.4"]
    part = DOCUMENT.part("properties.sub")
    assert part is not None
    assert (part.source, part.observed_at) == (DOCUMENT.source, NOW)
    assert [(name, each.number("x")) for name, each in DOCUMENT.fields("properties.sub")] == [
        ("one", 1),
        ("three", 3),
    ]
    assert [name for name, _ in DOCUMENT.fields()] == ["properties"]
    assert list(DOCUMENT.fields("properties.gone")) == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("properties.created", datetime.fromtimestamp(1_700_000_000, UTC)),
        ("properties.expires", datetime(2026, 11, 24, 3, 0, 0, 123456, UTC)),
        ("properties.local", datetime(2026, 11, 24, 3, 0, tzinfo=UTC)),
        ("properties.naive", datetime(2026, 11, 24, 3, 0, tzinfo=UTC)),
        ("properties.gone", None),
    ],
)
def test_an_instant_is_read_in_utc(path: str, expected: datetime | None) -> None:
    moment = DOCUMENT.instant(path)
    assert moment == expected
    assert moment is None or moment.tzinfo is UTC


def test_names_of_fields_are_compared_without_case_the_exact_one_first() -> None:
    assert DOCUMENT.text("PROPERTIES.vaulturi") == "https://kv/"
    assert a_document(Name="a", name="b").text("name") == "b"


READERS = ["text", "flag", "number", "instant", "part", "texts", "parts"]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("path", ["gone", "properties.nothing", "properties.nothing.deeper"])
def test_what_is_missing_or_null_is_none(reader: str, path: str) -> None:
    assert getattr(DOCUMENT, reader)(path) is None
    assert not DOCUMENT.has(path)


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        ("text", 7),
        ("text", []),
        ("flag", "true"),
        ("flag", 1),
        ("number", True),
        ("number", "7"),
        ("number", 1.5),
        ("instant", "yesterday"),
        ("instant", True),
        ("instant", 10**30),
        ("instant", []),
        ("part", []),
        ("part", "x"),
        ("texts", "x"),
        ("texts", ["a", 7]),
        ("texts", {}),
        ("parts", [{}, 7]),
        ("parts", {}),
    ],
)
def test_a_field_of_another_type_is_told_with_its_place(reader: str, value: object) -> None:
    document = a_document(properties={"field": value})
    with pytest.raises(Unexpected, match=r"GET https://h/p.*'properties\.field'") as told:
        getattr(document, reader)("properties.field")
    assert told.value.endpoint == "GET https://h/p"
    assert document.has("properties.field")


def test_a_text_that_must_be_there_is_told_when_it_is_not() -> None:
    with pytest.raises(Unexpected, match="'id': expected text"):
        DOCUMENT.require_text("id")


def test_a_value_on_the_way_that_is_no_object_is_told() -> None:
    with pytest.raises(Unexpected, match="an object on the way"):
        DOCUMENT.text("name.deeper")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["a", "A", "b"]), json_values), st.sampled_from(READERS))
def test_any_answer_is_read_or_told(data: dict[str, Any], reader: str) -> None:
    for path in ("a", "a.b", "b.a.b"):
        with suppress(Unexpected):
            getattr(a_document(**data), reader)(path)


@pytest.mark.parametrize("path", ["properties.nothing", "properties.count", "properties.absent"])
def test_a_flag_or_a_list_that_must_be_there_is_not_guessed(path: str) -> None:
    with pytest.raises(Unexpected, match="true or false"):
        DOCUMENT.require_flag(path)
    with pytest.raises(Unexpected, match="a list"):
        DOCUMENT.require_texts(path)


def test_a_flag_and_a_list_that_are_there_are_read() -> None:
    assert DOCUMENT.require_flag("properties.enabled") is True
    assert DOCUMENT.require_texts("properties.names") == ("a", "b")


def test_one_answer_is_read_once_and_another_that_says_the_same_anew() -> None:
    read: list[str] = []

    @read_once
    def name(document: Document) -> str:
        read.append(document.require_text("name"))
        return read[-1]

    listed = a_document(value=[{"name": "Reader"}, {"name": "Reader"}])
    first, second = listed.require_parts("value")
    assert [name(first), name(listed.require_parts("value")[0])] == ["Reader", "Reader"]
    assert len(read) == 1
    assert name(second) == "Reader"
    assert len(read) == 2


def test_an_answer_that_cannot_be_read_is_told_to_everybody() -> None:
    named = read_once(lambda document: document.require_text("name"))
    nameless = a_document(value=1)
    for _ in range(2):
        with pytest.raises(Unexpected, match="'name'"):
            named(nameless)
