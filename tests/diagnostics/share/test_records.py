"""Runs with pseudonyms: no name is left, and everything pure says the same of them."""

from __future__ import annotations

import dataclasses
import json
import os
import random
import typing
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.cosmos.facts import AccountFacts
from checks.entra.facts import PrincipalFacts
from checks.keyvault.facts import KeyFacts, VaultFacts
from checks.rbac.facts import KeyGrants
from diagnostics.cli.running import judge
from diagnostics.codec import decode, encode, registry_of
from diagnostics.delays.record import Answer
from diagnostics.finding import Severity
from diagnostics.outcome import Run
from diagnostics.redact import redacted
from diagnostics.report.clean import clean
from diagnostics.report.linted import Linted
from diagnostics.report.present import FORMS, present
from diagnostics.report.record import Report
from diagnostics.share.fields import FIELDS
from diagnostics.share.pseudonyms import Pseudonyms
from diagnostics.share.records import Records
from diagnostics.share.scan import left_in
from diagnostics.share.shapes import SORTS
from diagnostics.share.sorts import Sort
from diagnostics.simulator.scenarios import SCENARIOS
from diagnostics.verifying_record import Recheck
from tests.support import anything  # noqa: F401 - registers what stands in evidence
from tests.support.canaries import Flock, a_run
from tests.support.examined import examined, the_catalogue

_TYPED = ("diagnostics.names", "diagnostics.adobe_names", "diagnostics.clouds")


TENANT = "1f0e2d3c-4b5a-4697-8877-665544332211"


def records_of(hint: Any, seen: dict[type, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Name every field that holds text, in all records below a type."""
    for inner in typing.get_args(hint):
        yield from records_of(inner, seen)
    is_record = dataclasses.is_dataclass(hint) or hasattr(hint, "_fields")
    if not (isinstance(hint, type) and is_record) or hint in seen or hint.__module__ in _TYPED:
        return
    hints = typing.get_type_hints(hint)
    fields = getattr(hint, "_fields", None) or [
        field.name for field in dataclasses.fields(hint) if field.init
    ]
    seen[hint] = {name: hints[name] for name in fields}
    for name, inner in seen[hint].items():
        if holds_text(inner):
            yield f"{hint.__module__}.{hint.__qualname__}", name
        yield from records_of(inner, seen)


def holds_text(hint: Any) -> bool:
    return hint is str or any(holds_text(inner) for inner in typing.get_args(hint))


def every_field() -> set[tuple[str, str]]:
    seen: dict[type, dict[str, Any]] = {}
    kinds = registry_of(check.provides for check in the_catalogue().checks).values()
    every = (*kinds, Run, Recheck, Answer, Linted)
    return {found for kind in every for found in records_of(kind, seen)}


def test_every_field_that_holds_text_is_listed_as_a_name_or_as_a_word_of_a_service() -> None:
    listed = {(kind, field) for kind, fields in FIELDS.items() for field in fields}
    assert every_field() - listed == set(), "add them to diagnostics/share/*_fields.py"
    assert listed - every_field() == set(), "these are gone"


def test_every_sort_of_the_list_is_known() -> None:
    sorts = {sort for fields in FIELDS.values() for sort in fields.values()}
    assert {sort for sort in sorts if isinstance(sort, str)} <= set(SORTS)
    assert Sort.KEPT in sorts


def shared(run: Run, names: Pseudonyms) -> tuple[Run, Report]:
    (done,) = Records(names).all((redacted(run),))
    return done, clean(judge(done, the_catalogue(), Severity.WARNING))


def said(report: Report) -> object:
    return (
        report.exit_code,
        report.verdict,
        [cause.id for cause in report.causes],
        sorted(finding.code for finding in report.findings),
        [(check.id, check.status) for check in report.checks],
        sorted(question.code for question in report.open),
    )


# In the suite a seeded share; all of them with AJO_DOCTOR_SHARE=all.
WHOLE = os.environ.get("AJO_DOCTOR_SHARE") == "all"
CHOSEN = list(SCENARIOS) if WHOLE else random.Random(4).sample(list(SCENARIOS), 25)  # noqa: S311 - no secret
NAMES = (
    *("cosmos-ajo", "kv-ajo", "cosmos-cmk", "id-ajo-cmk", "rg-ajo", "mg-contoso", "contoso"),
    *("11111111-aaaa-4000", "22222222-bbbb-4000", "33333333-cccc-4000", "44444444-dddd-4000"),
    *("A1B2C3D4E5F60718", "c1d2e3f4a5b64c7d"),
)


@pytest.mark.parametrize("name", CHOSEN)
def test_the_diagnosis_is_the_same_and_names_nobody(name: str) -> None:
    seen = examined(name)
    names = Pseudonyms()
    run, report = shared(seen.run, names)
    assert said(report) == said(seen.report)
    shown = "".join(present((report,), form) for form in FORMS) + json.dumps(encode(run))
    assert [each for each in NAMES if each.lower() in shown.lower()] == []
    assert left_in([present((report,), form) for form in FORMS], names) == ()


def test_a_shared_run_can_be_kept_and_read_back() -> None:
    run, _ = shared(examined("service-principal-disabled").run, Pseudonyms())
    registry = registry_of(check.provides for check in the_catalogue().checks)
    assert decode(Run, encode(run), registry) == run


def test_the_same_principal_has_the_same_pseudonym_in_two_runs_and_the_number_of_its_id() -> None:
    names = Pseudonyms()
    runs = [examined(each).run for each in ("service-principal-disabled", "key-disabled")]
    found = [
        facts
        for run in Records(names).all(tuple(map(redacted, runs)))
        if (facts := run.seen.maybe(PrincipalFacts))
    ]
    assert len({facts.display_name for facts in found}) == 1
    assert found[0].display_name.startswith("principal-")
    number = int(found[0].display_name.rpartition("-")[2])
    assert str(found[0].object_id).endswith(f"-{number:012d}")


def test_two_things_that_differ_in_case_alone_differ_still_where_entra_compares_letters() -> None:
    names = Pseudonyms()
    small, large = (
        names.guid("ab0f2d3c-4b5a-4697-8877-665544332211"),
        names.guid("AB0F2D3C-4B5A-4697-8877-665544332211"),
    )
    assert small != large
    assert small == large.lower()


NOBODYS = ("aaaaaaaa-0000-4000-8000-000000000001", "00000000-0000-0000-0000-000000000000")
ids = st.lists(
    st.one_of(
        st.sampled_from(range(9)).map(lambda at: f"{at:08x}-0000-4000-8000-{at:012x}"),
        st.uuids().map(str),
    )
)


@given(ids, st.lists(st.sampled_from(NOBODYS)), ids, st.booleans(), st.booleans())
def test_many_ids_have_the_pseudonyms_that_each_alone_has(
    before: list[str], public: list[str], texts: list[str], is_upper: bool, keeps: bool
) -> None:
    texts = [each.upper() for each in texts] if is_upper else [*texts, *public]
    kept = frozenset(texts[:1]) if keeps else frozenset[str]()
    one, many = Pseudonyms(kept=kept), Pseudonyms(kept=kept)
    for names in (one, many):
        names.guid(TENANT)
        for each in before:
            names.guid(each)
        names.used.clear()
    assert many.guids(texts) == [one.guid(each) for each in texts]
    assert many == one


def test_a_real_name_that_looks_like_a_pseudonym_is_replaced_and_confused_with_none() -> None:
    run = examined("key-disabled").run
    for known in ("vault-1", "kv-ajo"):
        (done,) = Records(Pseudonyms()).all(
            (replace(run.target, name=known, database="vault-1", container="vault-1"),)
        )
        assert {done.database, done.container} == {"database-1", "container-1"}
        assert done.name == "target-1"


EVIDENCE = (AccountFacts, VaultFacts, KeyFacts, KeyGrants, PrincipalFacts)


@settings(max_examples=60, deadline=None)
@given(st.one_of([st.from_type(kind) for kind in EVIDENCE]))
def test_any_record_keeps_its_type_and_form_and_says_the_same_again(record: object) -> None:
    names = Pseudonyms()
    (once,) = Records(names).all((record,))
    (same,) = Records(names).all((record,))
    assert type(once) is type(record)
    assert once == same
    encode(once)


def test_what_is_not_made_again_for_names_that_are_met_later_would_be_the_same() -> None:
    """A new `Records` makes all again, and knows all names from the beginning."""
    run = redacted(a_run(Flock(3), 1500))
    later = replace(run, readings=tuple(reversed(run.readings)), pasted=run.pasted[::-1])
    for given_ in (run, later):
        names = Pseudonyms()
        once = Records(names).all((given_,))
        assert once == Records(names).all((given_,))
        assert json.dumps(encode(once[0])) == json.dumps(encode(Records(names).all((given_,))[0]))


def test_a_field_of_a_foreign_pack_is_searched_as_prose() -> None:
    @dataclasses.dataclass(frozen=True)
    class Foreign:
        note: str

    target = examined("key-disabled").run.target
    note = "kv-ajo at 10.9.8.7 by mona@contoso.com"
    _, done = Records(Pseudonyms()).all((target, Foreign(note)))
    assert isinstance(done, Foreign)
    assert not any(each in done.note for each in ("10.9.8.7", "mona", "contoso"))
