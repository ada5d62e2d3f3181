"""One run as one file: what comes back is judged as it was; what is no bundle is told plainly."""

from __future__ import annotations

import asyncio
import gzip
import json
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tests.support.anything  # noqa: F401 - registers strategies
from diagnostics import bundle_opening
from diagnostics.bundle import SCHEMA, dump, load
from diagnostics.bundle_opening import LARGEST, digest
from diagnostics.catalogue import Catalogue
from diagnostics.clouds import US_GOVERNMENT
from diagnostics.diagnosis.engine import diagnose
from diagnostics.errors import ConfigError, Denied
from diagnostics.evidence import Evidence
from diagnostics.judging import conclude
from diagnostics.names import AppId, KeyUri, ResourceId, TenantId
from diagnostics.offline import OfflineLook
from diagnostics.outcome import LedgerEntry, Reading, Run
from diagnostics.pack import Pack
from diagnostics.permission import Permission
from diagnostics.redact import redacted
from diagnostics.runner import read
from diagnostics.suppression import Suppression
from diagnostics.targets import AcceptedUnknown, Target, Topology
from diagnostics.triage.recognised import Certainty, Recognised
from tests.support.small import (
    COLD,
    HOT,
    NOW,
    TARGET,
    Pipe,
    Tap,
    Water,
    a_cause,
    a_check,
    a_type,
    gives,
    says,
)

GUID = "11111111-aaaa-4000-8000-000000000001"
READ = Permission("arm", "Microsoft.KeyVault/vaults/read", "Reader", "/subscriptions/s")
CATALOGUE = Catalogue(
    [
        Pack(
            name="water",
            checks=(
                a_check("pipe.whole", Pipe, judge=says(COLD.unknown("too dark"))),
                a_check("tap.open", Tap, probe=gives(Denied("not allowed", permissions=(READ,)))),
                a_check("water.warm", Water, judge=says(HOT.found("tub", "90 degrees"))),
            ),
            causes=(a_cause("water-hot", HOT, overturned_by=("pipe.whole", "tap.open")),),
        )
    ]
)
FULL = Target(
    name="prod",
    cloud=US_GOVERNMENT,
    topology=Topology.OWN_ACCOUNT,
    topology_reason="set in the configuration",
    tenant=TenantId(GUID),
    account=ResourceId.parse(
        f"/subscriptions/{GUID}/resourceGroups/RG/providers/Microsoft.DocumentDB/databaseAccounts/a"
    ),
    key_uri=KeyUri.parse("https://kv.vault.usgovcloudapi.net/keys/k"),
    application=AppId(GUID),
    accepted_unknowns=(AcceptedUnknown("tap.open", "known", date(2027, 1, 31)),),
    suppressions=(
        Suppression(
            kind="ZZ101", subject="tub", owner="us", reason="known", until=date(2027, 1, 31)
        ),
    ),
)


def a_run(target: Target = FULL, **fields: object) -> Run:
    readings = asyncio.run(
        read(
            CATALOGUE.checks,
            target,
            lambda seen: OfflineLook(target, seen, (), "nothing is asked here"),
            deadline_s=9,
        )
    )
    entry = LedgerEntry(
        verb="GET", url="https://h/p", api="ARM", status=403, duration_ms=7, request_id="r"
    )
    recognised = Recognised(
        signature_id="cmk.4000",
        code="4000",
        category="token",
        certainty=Certainty.CERTAIN,
        kind="CO101",
        excerpt="…",
        why="the number",
    )
    return Run(
        **{
            "target": target,
            "started_at": NOW,
            "finished_at": NOW + timedelta(seconds=3),
            "readings": readings,
            "pasted": (recognised,),
            "ledger": (entry,),
            "deselected": ("a.a",),
            "environment": (("python", "3.11"),),
            "local_offset_minutes": 780,
            "local_zone": "NZDT",
            **fields,
        }  # type: ignore[arg-type]
    )


def test_a_run_comes_back_as_it_was() -> None:
    run = a_run()
    assert load(dump(run, CATALOGUE), CATALOGUE) == run


def test_what_comes_back_is_judged_and_explained_as_it_was() -> None:
    run = a_run()
    again = load(dump(run, CATALOGUE), CATALOGUE)

    def reasoned(each: Run) -> str:
        checks = CATALOGUE.checks_for(each.target.topology)
        outcomes = conclude(checks, each.readings, each.target)
        diagnosis = diagnose(CATALOGUE.causes, outcomes, each.seen, each.target)
        assert diagnosis.causes
        assert diagnosis.unknowns
        shown = [(r.sentence, r.confidence, r.could_change, r.repair) for r in diagnosis.causes]
        return repr((outcomes, shown, diagnosis.unexplained, diagnosis.unknowns))

    assert reasoned(again) == reasoned(run)


def test_the_same_run_gives_the_same_bytes() -> None:
    data = dump(a_run(), CATALOGUE)
    assert data == dump(a_run(), CATALOGUE)
    assert data[4:8] == bytes(4)  # gzip's time of writing


def test_a_bundle_is_plain_json_that_says_what_it_is() -> None:
    body = json.loads(gzip.decompress(dump(a_run(), CATALOGUE)))
    assert (body["format"], body["schema"], body["packs"]) == (
        "ajo-doctor bundle",
        SCHEMA,
        ["water"],
    )


def test_no_secret_is_kept_and_no_recipient() -> None:
    pipe = Pipe(observed_at=NOW, owner="ann@example.org, password=hunter2")
    run = a_run(readings=(Reading(check="pipe.whole", evidence=pipe),))
    data = dump(run, CATALOGUE)
    assert b"hunter2" not in gzip.decompress(data)
    assert b"ann@" not in gzip.decompress(data)
    assert load(data, CATALOGUE) == redacted(run)


texts = st.text(max_size=12)
runs = st.builds(
    Run,
    target=st.from_type(Target),
    started_at=st.just(NOW),
    finished_at=st.just(NOW),
    readings=st.lists(
        st.builds(
            Reading,
            check=texts,
            evidence=st.none() | st.builds(Water, observed_at=st.just(NOW), degrees=st.integers()),
            unknown=st.none() | st.builds(HOT.unknown, texts),
            not_applicable=texts,
            crash=texts,
            wants_open=st.lists(texts, max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    pasted=st.lists(st.from_type(Recognised), max_size=2).map(tuple),
    ledger=st.lists(st.from_type(LedgerEntry), max_size=2).map(tuple),
    environment=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(runs)
def test_any_run_comes_back_as_it_was_but_for_what_may_not_leave(run: Run) -> None:
    assert load(dump(run, CATALOGUE), CATALOGUE) == redacted(run)


def packed(body: object) -> bytes:
    return gzip.compress(json.dumps(body).encode(), mtime=0)


def sealed(body: dict) -> bytes:
    """A body that somebody altered, and sealed again."""
    return packed({**body, "digest": digest(body)})


WHOLE = a_run(TARGET)
BODY = json.loads(gzip.decompress(dump(WHOLE, CATALOGUE)))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest", "a zip archive"),
        (json.dumps(BODY).encode(), "was unpacked"),
        (b'{"schema": 1, "verdict": "clean", "exit_code": 0}', "a report, not a bundle"),
        (b'{"resourceType": "Key"}', "not a bundle, or it is damaged"),
        (gzip.compress(bytes(257) + b"ustar", mtime=0), "a packed archive"),
        (gzip.compress(dump(a_run(), CATALOGUE), mtime=0), "packed twice"),
        (dump(a_run(), CATALOGUE) + b"x", "something follows"),
        (dump(a_run(), CATALOGUE) * 2, "something follows"),
        (gzip.compress(b"[" + b"[]," * 2_500_000 + b"[]]", mtime=0), "more values than any run"),
        (gzip.compress(bytes(LARGEST + 1), mtime=0), "too large"),
        (packed({**BODY, "run": {**BODY["run"], "interrupted": True}}), "was altered"),
        (packed({**BODY, "packs": ["other"]}), "was altered"),
        (packed({**BODY, "digest": None}), "was altered"),
        (packed({**BODY, "recheck": {"before": float("nan")}}), "was altered"),
        (packed({**BODY, "schema": 3, "version": "0.0"}), "schema 3, written by another version"),
        (packed({**BODY, "schema": True}), "written by another version"),
        (packed({**BODY, "schema": "9" * 999}), "written by another version"),
        (b"not a bundle", "not a bundle, or it is damaged"),
        (b"\x1f\x8b\x08\x00", "cut off"),
        (dump(a_run(), CATALOGUE)[:-20], "cut off"),
        (gzip.compress(b"\xff\xfe", mtime=0), "not a bundle, or it is damaged"),
        (gzip.compress(b"{", mtime=0), "not a bundle, or it is damaged"),
        (gzip.compress(b"[" * 200_000, mtime=0), "not a bundle, or it is damaged"),
        (packed([]), "this is not a bundle"),
        (packed({}), "this is not a bundle"),
        (packed({"format": "other"}), "this is not a bundle"),
        (packed({**BODY, "schema": 99, "version": "9.0"}), "written by a newer version: '9.0'"),
        (sealed({**BODY, "run": None}), "Run cannot be read"),
        (sealed({key: BODY[key] for key in ("format", "schema")}), "Run cannot be read"),
        (sealed({**BODY, "run": {**BODY["run"], "interrupted": 1}}), "Run cannot be read"),
    ],
)
def test_what_is_no_bundle_is_told_plainly(data: bytes, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as raised:
        load(data, CATALOGUE)
    assert raised.value.expected


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_damaged_file_raises_nothing_but_a_plain_error(data: st.DataObject) -> None:
    whole = bytearray(dump(WHOLE, CATALOGUE))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ConfigError):
        assert load(bytes(whole), CATALOGUE) == WHOLE, "what is read is what was written"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_letter_that_is_altered_in_its_text_is_told(data: st.DataObject) -> None:
    """The digest of the text as a run writes it stands for what would be written again."""
    text = bytearray(gzip.decompress(dump(WHOLE, CATALOGUE)))
    at = data.draw(st.one_of(st.integers(0, len(text) - 1), st.integers(0, 120)))
    text[at] = data.draw(st.sampled_from(b'0159aez"{}[],: \\'))
    with suppress(ConfigError):
        assert load(gzip.compress(text, mtime=0), CATALOGUE) == WHOLE


def test_a_bundle_that_was_packed_again_with_spaces_is_still_whole() -> None:
    assert packed(BODY) != dump(WHOLE, CATALOGUE)
    assert load(packed(BODY), CATALOGUE) == WHOLE


def test_evidence_of_a_pack_that_is_not_named_is_told() -> None:
    other = Catalogue([Pack(name="other", checks=(a_check("a.a", a_type("Other")),))])
    with pytest.raises(ConfigError, match=r"Pipe is not known here"):
        load(dump(a_run(), CATALOGUE), other)


def test_a_run_larger_than_a_bundle_may_be_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = dump(a_run(), CATALOGUE)
    monkeypatch.setattr(bundle_opening, "LARGEST", 1000)
    with pytest.raises(ConfigError, match="too large for a bundle") as told:
        dump(a_run(), CATALOGUE)
    assert "--no-save" in told.value.do
    with pytest.raises(ConfigError, match="this bundle is too large"):
        load(data, CATALOGUE)


def test_a_record_is_unknown_only_by_its_type() -> None:
    run = replace(a_run(), readings=())
    nobody = Catalogue([])
    assert load(dump(run, nobody), nobody) == run
    assert not any(isinstance(each, Evidence) for each in run.readings)
