"""Whether generated logs hold what their truth says, counted again by hand."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from diagnostics.errors import ConfigError
from diagnostics.simulator.log_truth import Truth, stamp
from diagnostics.simulator.log_writer import Plan, prepared, write_logs
from tests.support.stories import AT, HOUR, bytes_of, records, second_of, story, written

REVOKED = b"Access to your account is currently revoked because"


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("is_packed", [False, True])
def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(
    tmp_path: Path, *, is_packed: bool
) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        told = story("adobe-managed", "key-disabled")
        written(tmp_path / name, told, seed=seed, is_packed=is_packed)
    assert files(tmp_path / "a") == files(tmp_path / "b")
    other = files(tmp_path / "c")
    assert all(data != other[name] for name, data in files(tmp_path / "a").items())


@pytest.mark.parametrize("is_packed", [False, True])
def test_the_truth_is_what_a_count_by_hand_finds(tmp_path: Path, *, is_packed: bool) -> None:
    told = story("adobe-managed", "service-principal-disabled", until=AT + HOUR / 2)
    truth = written(tmp_path, told, is_packed=is_packed)
    minutes: Counter[str] = Counter()
    count = with_ajo = 0
    for shown in truth.files:
        path = tmp_path / shown["path"]
        data = bytes_of(path)
        assert (len(data), data.count(b"\n")) == (shown["bytes"], shown["lines"])
        for _, record in records(path):
            if REVOKED in record.replace(b"\\", b""):
                at = second_of(record)
                assert AT <= at < AT + HOUR / 2
                is_ajo = b"CJMRT-110100-500" in record
                minutes[at.strftime("%Y-%m-%dT%H:%M:00Z")] += 1 + is_ajo
                count, with_ajo = count + 1, with_ajo + is_ajo
    assert truth.events["cmk.4000"].count == count == truth.records
    assert truth.events["ajo.cjmrt-110100-500"].count == with_ajo
    assert 0 < with_ajo < count
    assert truth.hits == count + with_ajo
    assert truth.minutes == minutes
    assert truth.onset() == AT


def test_the_last_good_use_of_the_key_is_the_one_before_the_fault(tmp_path: Path) -> None:
    told = story("own-account", "key-access-missing", until=AT + HOUR / 2)
    truth = written(tmp_path, told, size=2_000_000)
    good, bad = [], []
    for _, record in records(tmp_path / "keyvault-audit.jsonl"):
        line = json.loads(record)
        assert told.before.visitor is not None
        if line["identity"]["claim"]["appid"] != told.before.visitor.app_id:
            continue
        served = line["properties"]["httpStatusCode"] == 200
        (good if served else bad).append(line["time"][:23] + "Z")
    before = [at for at in good if at < stamp(AT)]
    assert stamp(truth.last_good) == before[-1]
    assert bad[0] >= stamp(AT)
    assert bad[-1] < stamp(AT + HOUR / 2)
    assert not [at for at in good if stamp(AT) <= at < stamp(AT + HOUR / 2)]
    assert [at for at in good if at >= stamp(AT + HOUR / 2)]
    event = truth.events["keyvault.rbac"]
    assert event.count == len(bad)
    assert dict(event.vaults) == {"kv-ajo.vault.azure.net": len(bad)}
    assert dict(event.identities) == {told.before.visitor.app_id: len(bad)}


def test_calls_are_answered_202_before_the_fault_and_500_after_it(tmp_path: Path) -> None:
    told = story("adobe-managed", "key-disabled")
    written(tmp_path, told, size=2_000_000)
    for _, record in records(tmp_path / "ajo-caller.log"):
        if b"POST /ajo/im" in record:
            is_good = b'-> 202 {"executionId":"HUMA-' in record
            assert is_good or b"-> 500 {" in record
            assert is_good == (second_of(record) < AT)


def test_the_diagnostic_log_of_the_account_shows_the_status_alone(tmp_path: Path) -> None:
    written(tmp_path, story("own-account", "service-principal-disabled"), size=1_000_000)
    lines = [json.loads(record) for _, record in records(tmp_path / "cosmos-dataplane.jsonl")]
    codes = {(line["time"] >= stamp(AT), line["properties"]["statusCode"]) for line in lines}
    assert codes == {(False, "200"), (False, "201"), (False, "404"), (False, "409"), (True, "403")}
    assert b"revoked" not in (tmp_path / "cosmos-dataplane.jsonl").read_bytes()


def test_every_line_of_the_json_files_is_json(tmp_path: Path) -> None:
    written(tmp_path, story("adobe-managed", "service-principal-disabled"))
    for path in tmp_path.glob("*.jsonl"):
        for line in path.read_text().splitlines():
            inner = json.loads(line)
            if path.name == "containers.jsonl" and inner["log"].startswith("{"):
                json.loads(inner["log"])


def test_a_world_without_faults_or_with_a_harmless_one_has_no_error(tmp_path: Path) -> None:
    for name, faults in (("a", ()), ("b", ("purge-protection-off",))):
        truth = written(tmp_path / name, story("own-account", *faults))
        assert (truth.hits, truth.records, truth.onset()) == (0, 0, None)


def test_what_a_world_does_not_have_writes_no_file(tmp_path: Path) -> None:
    written(tmp_path, story("no-customer-key", "adobe-token-expired"))
    assert not {"cosmos-dataplane.jsonl", "keyvault-audit.jsonl"} & set(files(tmp_path))


def test_an_interrupt_leaves_a_truth_that_fits(tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done > 5_000_000:
            raise KeyboardInterrupt

    truth = Truth()
    plan = Plan(
        folder=tmp_path, begin=AT - HOUR, end=AT + HOUR, bytes=40_000_000, share=0.001, seed=1
    )
    writers = prepared(story("own-account", "key-disabled"), plan, truth)
    with pytest.raises(KeyboardInterrupt):
        write_logs(writers, stop)
    assert {shown["path"]: shown["bytes"] for shown in truth.files} == {
        path.name: path.stat().st_size for path in tmp_path.iterdir()
    }


def test_too_many_errors_for_the_size_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="do not fit"):
        written(tmp_path, story("own-account", "key-disabled"), size=20_000, share=0.2)


def test_times_never_run_backwards_by_more_than_a_second(tmp_path: Path) -> None:
    written(tmp_path, story("own-account", "key-disabled"), size=1_000_000)
    for path in tmp_path.iterdir():
        last = AT - 2 * HOUR
        for _, record in records(path):
            assert second_of(record) >= last - timedelta(seconds=1)
            last = second_of(record)
