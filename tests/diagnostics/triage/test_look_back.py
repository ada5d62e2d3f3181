"""The last good use of the key, searched in real files."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from diagnostics.triage.look_back import header_of, is_audit_log, look_back, vaults_of
from diagnostics.triage.occurrence import Place
from diagnostics.triage.sources import Source
from diagnostics.triage.tally import Tally
from diagnostics.triage.triaged import LookedBack, Onset, Turn
from tests.diagnostics.triage.occurrences import (
    APPLICATION,
    BEGAN,
    VAULT,
    an_occurrence,
    recognised,
)
from tests.diagnostics.triage.test_vault_audit import KEY, SETTING

ONSET = Onset(at=BEGAN, place=Place(path="app.log", offset=0), signature_id="cmk.4000", account="")
GOOD_AT, REFUSED_AT = "2026-11-23T13:58:02Z", "2026-11-23T14:01:09Z"


def a_record(at: str, status: int, **other: object) -> str:
    return json.dumps(
        SETTING | {"time": at, "properties": {"id": KEY, "httpStatusCode": status}} | other
    )


RECORDS = [
    a_record("2026-11-23T13:00:00Z", 200),
    a_record(GOOD_AT, 200),
    a_record("2026-11-23T13:59:00Z", 200, operationName="VaultGet"),
    a_record(REFUSED_AT, 403),
    a_record("2026-11-23T14:05:00Z", 403),
]


def looked(*paths: Path, onset: Onset | None = ONSET, vaults: tuple[str, ...] = ()) -> LookedBack:
    return look_back([str(path) for path in paths], onset, vaults)


def the_turn(found: LookedBack) -> Turn:
    (turn,) = found.turns
    return turn


@pytest.mark.parametrize("packed", [False, True])
def test_the_last_good_and_the_first_refused_are_found_with_their_place(
    tmp_path: Path, packed: bool
) -> None:
    path = tmp_path / "audit.json"
    data = ("\n".join(RECORDS) + "\n").encode()
    path.write_bytes(gzip.compress(data) if packed else data)
    found = looked(path)
    turn = the_turn(found)
    assert turn.last_good
    assert turn.first_refused
    assert turn.last_good.at.isoformat() == "2026-11-23T13:58:02+00:00"
    assert data[turn.last_good.place.offset :].startswith(RECORDS[1][:60].encode())
    assert turn.first_refused.at.isoformat() == "2026-11-23T14:01:09+00:00"
    assert (turn.vault, turn.identity, turn.refused) == (VAULT, APPLICATION, 2)
    assert found.records == 4
    assert found.bytes


def test_records_of_a_list_on_one_line_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "PT1H.json"
    path.write_text(json.dumps({"records": [json.loads(each) for each in RECORDS]}))
    turn = the_turn(looked(path))
    assert turn.last_good
    assert turn.last_good.at.isoformat() == "2026-11-23T13:58:02+00:00"
    assert turn.refused == 2


def test_a_table_is_read_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "query_data.csv"
    path.write_text(
        "\ufeffTimeGenerated [UTC],OperationName,ResultSignature,httpStatusCode_d,identity_claim_appid_g,id_s\n"
        f'"11/23/2026, 1:58:02.269 PM",KeyUnwrap,OK,200,{APPLICATION},{KEY}/0123\n'
        f'"11/23/2026, 2:01:09.000 PM",KeyUnwrap,Forbidden,403,{APPLICATION},{KEY}/0123\n',
        encoding="utf-8",
    )
    turn = the_turn(looked(path))
    assert turn.last_good
    assert turn.first_refused
    assert (turn.identity, turn.last_good.key_uri) == (APPLICATION, KEY)


def test_records_among_other_lines_are_found_where_the_onset_stands(tmp_path: Path) -> None:
    path = tmp_path / "mixed.log"
    noise = "2026-11-23 13:00:00Z INFO nothing to see\n" * 20_000
    path.write_text(noise + RECORDS[1] + "\n" + noise, encoding="utf-8")
    assert looked(path).turns == (), "neither its beginning nor its end shows one"
    here = Onset(at=BEGAN, place=Place(path=str(path), offset=0), signature_id="x", account="")
    assert the_turn(looked(path, onset=here)).last_good


def test_without_an_onset_or_a_readable_file_there_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    path.write_text("\n".join(RECORDS))
    assert looked(path, onset=None) == LookedBack()
    assert looked(tmp_path / "gone.json").turns == ()
    assert not is_audit_log(Source("gone", str(tmp_path / "gone.json")))
    assert look_back(["-"], ONSET, ()).stopped_at == (Place(path="-", offset=0),)


def test_other_vaults_are_read_and_not_told(tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    path.write_text("\n".join(RECORDS))
    found = looked(path, vaults=("kv-other.vault.azure.net",))
    assert (found.turns, found.records) == ((), 4)


def test_only_vaults_of_the_error_that_began_it_are_named() -> None:
    tally = Tally()
    tally.add(an_occurrence(said=recognised(vault_host=VAULT)))
    tally.add(
        an_occurrence(
            said=recognised("keyvault.firewall", kind="", vault_host="kv-other.vault.azure.net")
        )
    )
    assert vaults_of(ONSET, tally.result().rows) == {VAULT}
    assert vaults_of(None, tally.result().rows) == set()


def test_only_the_first_line_of_a_table_is_a_header() -> None:
    assert header_of(b'a,"OperationName",b\n1,2,3') == ("a", "OperationName", "b")
    assert header_of(json.dumps(SETTING).encode()) == ()
    assert header_of(b"2026 INFO started\n") == ()


def test_an_audit_log_is_read_back_as_far_as_it_takes_to_see_everybody(tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    hours = [f"2026-11-23T{hour:02}:{minute:02}:00Z" for hour in range(16) for minute in range(60)]
    path.write_text("\n".join(a_record(at, 200 if at < GOOD_AT else 403) for at in hours) + "\n")
    found = looked(path)
    turn = the_turn(found)
    assert turn.last_good
    assert turn.last_good.at.isoformat() == "2026-11-23T13:58:00+00:00"
    assert turn.refused == 121
    assert (
        found.records == 121 + 117
    )  # 13:58 to 12:02, the first that is two hours before the onset
    assert found.bytes < path.stat().st_size
    assert found.stopped_at == ()


def test_where_the_stretch_before_the_onset_holds_none_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "app.log"
    noise = "2026-11-23 13:00:00Z INFO nothing to see\n" * 30_000
    path.write_text(noise + RECORDS[1] + "\n" + noise * 3)
    size = path.stat().st_size
    monkeypatch.setattr("diagnostics.triage.look_back._BEFORE", 2_000_000)
    here = Onset(at=BEGAN, place=Place(path=str(path), offset=size), signature_id="x", account="")
    found = looked(path, onset=here)
    assert found.turns == ()
    assert found.stopped_at == (Place(path=str(path), offset=size - 2_000_000),)
