"""Records to JSON and back: the same record, or a plain word on what does not fit."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta, timezone
from math import inf, nan

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tests.support.anything  # noqa: F401 - registers strategies
from diagnostics.catalogue import load_catalogue
from diagnostics.clouds import US_GOVERNMENT, Cloud
from diagnostics.codec import check_form, decode, encode, registry_of, tag
from diagnostics.errors import ConfigError
from diagnostics.evidence import Evidence, Status
from diagnostics.finding import Severity, Step
from diagnostics.names import AppId, Guid, ResourceId, TenantId
from diagnostics.outcome import Reading
from tests.support.small import NOW, Pipe, Tap, Water

GUID = "11111111-aaaa-4000-8000-000000000001"
TENANT = TenantId(GUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything(Evidence):
    text: str = "é\ud800\n"
    flag: bool = True
    count: int = 7
    share: float = 0.5
    whole: float = 7
    maybe: str | None = None
    day: date = date(2026, 11, 24)
    status: Status = Status.OK
    severity: Severity = Severity.INFO
    step: Step = Step.CMK
    cloud: Cloud = US_GOVERNMENT
    tenant: TenantId | None = TENANT
    many: tuple[str, ...] = ("a", "b")
    pair: tuple[int, Status] = (1, Status.FOUND)
    nothing: tuple[()] = ()
    inner: Pipe = field(default_factory=lambda: Pipe(observed_at=NOW, owner="x"))
    nested: tuple[tuple[str, datetime | None], ...] = (("a", None), ("b", NOW))
    derived: int = field(init=False, default=3)


def there_and_back(record: Evidence, kind: type[Evidence] | None = None) -> Evidence:
    text = json.dumps(encode(record), allow_nan=False)
    return decode(kind or type(record), json.loads(text), registry_of([Water, Pipe, Everything]))


def test_a_record_comes_back_as_it_was() -> None:
    record = Everything(observed_at=NOW)
    again = there_and_back(record)
    assert again == record
    assert repr(again) == repr(record)
    assert [type(getattr(again, each.name)) for each in fields(record)] == [
        type(getattr(record, each.name)) for each in fields(record)
    ]


@pytest.mark.parametrize("number", [inf, -inf, 1e308, -0.0])
def test_a_number_that_json_cannot_write_comes_back(number: float) -> None:
    record = Everything(observed_at=NOW, share=number)
    assert repr(there_and_back(record)) == repr(record)


def test_no_number_comes_back_as_none() -> None:
    again = there_and_back(Everything(observed_at=NOW, share=nan))
    assert isinstance(again, Everything)
    assert again.share != again.share


def test_an_instant_keeps_its_zone() -> None:
    local = NOW.astimezone(timezone(timedelta(hours=13)))
    assert repr(there_and_back(Water(observed_at=local))) == repr(Water(observed_at=local))


def test_a_resource_id_is_printed_as_it_was_given() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named(Evidence):
        account: ResourceId

    text = f"/subscriptions/{GUID}/resourceGroups/RG/providers/Microsoft.X/things/Name"
    again = decode(Named, encode(Named(observed_at=NOW, account=ResourceId.parse(text))), {})
    assert str(again.account) == text


def test_evidence_is_told_apart_by_its_tag() -> None:
    reading = Reading(check="water.warm", evidence=Water(observed_at=NOW, degrees=40))
    encoded = encode(reading)
    assert encoded["evidence"]["type"] == tag(Water) == "tests.support.small.Water"
    assert decode(Reading, encoded, registry_of([Water])) == reading


def test_evidence_of_a_pack_that_is_not_there_is_told() -> None:
    encoded = encode(Reading(check="tap.open", evidence=Tap(observed_at=NOW)))
    with pytest.raises(ConfigError, match=r"tests\.support\.small\.Tap is not known here") as told:
        decode(Reading, encoded, registry_of([Water]))
    assert "--plugin" in told.value.do


GOOD = encode(Everything(observed_at=NOW))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("text", 7, "int stands where str is expected"),
        ("flag", 1, "int stands where bool"),
        ("count", True, "True is no whole number"),
        ("count", "7", "'7' is no whole number"),
        ("count", 1.5, "1.5 is no whole number"),
        ("share", "much", "'much' is no number"),
        ("share", True, "True is no number"),
        ("share", None, "None is no number"),
        ("maybe", 7, "int stands where str"),
        ("day", "yesterday", "'yesterday' is no day"),
        ("observed_at", "noon", "'noon' is no instant"),
        ("observed_at", "2026-11-24T03:00:00", "has no time zone"),
        ("status", "FINE", "'FINE' is no Status"),
        ("status", 7, "int stands where str"),
        ("cloud", "china", "there is no cloud 'china'"),
        ("tenant", "x", "'x' is not a tenant id"),
        ("many", "ab", "str stands where list"),
        ("many", ["a", 7], "int stands where str"),
        ("pair", [1], "expected 2 values, found 1"),
        ("pair", {}, "dict stands where list"),
        ("inner", None, "NoneType stands where dict"),
        ("inner", {"owner": "x"}, "Pipe has other fields: observed_at"),
    ],
)
def test_a_value_that_does_not_fit_its_type_is_told(name: str, value: object, told: str) -> None:
    assert name in GOOD
    with pytest.raises(ConfigError, match=told):
        decode(Everything, {**GOOD, name: value}, {})


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        [],
        "x",
        {},
        {**GOOD, "more": 1},
        {name: value for name, value in GOOD.items() if name != "text"},
    ],
)
def test_what_is_no_such_record_is_told(value: object) -> None:
    with pytest.raises(ConfigError, match="Everything cannot be read"):
        decode(Everything, value, {})


@pytest.mark.parametrize(
    "value", [{}, {"type": "x"}, {"fields": {}}, 7, {"type": 7, "fields": {}}]
)
def test_what_is_no_evidence_is_told(value: object) -> None:
    encoded = encode(Reading(check="a.a"))
    with pytest.raises(ConfigError):
        decode(Reading, {**encoded, "evidence": value}, registry_of([Water]))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=200)
@given(st.sampled_from(sorted(GOOD)), json_values)
def test_nothing_but_a_plain_error_is_raised_whatever_stands_in_a_field(
    name: str, value: object
) -> None:
    with suppress(ConfigError):
        decode(Everything, {**GOOD, name: value}, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Several(Evidence):
    either: str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Evidence):
    table: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd(Evidence):
    thing: complex


@pytest.mark.parametrize("kind", [Several, Table, Odd])
def test_a_type_that_cannot_be_kept_is_told_before_anything_is_read(kind: type[Evidence]) -> None:
    with pytest.raises(TypeError, match="has no form in a bundle"):
        check_form(kind)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", 7),
        ("flag", 1),
        ("count", "7"),
        ("share", "x"),
        ("day", datetime(2026, 11, 24, tzinfo=UTC)),
        ("observed_at", date(2026, 11, 24)),
        ("status", "ok"),
        ("tenant", AppId(GUID)),
        ("tenant", Guid(GUID)),
        ("many", ["a"]),
        ("inner", Water(observed_at=NOW)),
        ("cloud", "public"),
    ],
)
def test_a_record_whose_field_holds_something_else_is_not_written(
    name: str, value: object
) -> None:
    """What a checker of types would have told: better here than as another record later."""
    with pytest.raises(TypeError):
        encode(Everything(**{"observed_at": NOW, name: value}))  # type: ignore[arg-type]


def test_every_evidence_of_the_built_in_checks_comes_back() -> None:
    kinds = {check.provides for check in load_catalogue().checks}
    for kind in sorted(kinds, key=lambda kind: kind.__qualname__):
        comes_back(kind)


def comes_back(kind: type[Evidence]) -> None:
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_type(kind))
    def holds(record: Evidence) -> None:
        again = decode(kind, json.loads(json.dumps(encode(record))), {})
        assert again == record
        assert repr(again) == repr(record)

    holds()
