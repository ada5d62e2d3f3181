"""Whether a log says what the world says, and is recognised as what the world's truth calls it."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from checks.signatures import SIGNATURES
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.log_errors import SHOWN_BY, write_error
from diagnostics.simulator.log_files import files_of, names_of
from diagnostics.simulator.log_ink import TIME, fill
from diagnostics.simulator.log_refusals import Refusal
from diagnostics.simulator.log_story import Story
from diagnostics.simulator.worlds import WORLDS
from diagnostics.triage.recognise import recognise
from tests.support.stories import story

NAMES = {"ms3": "123", "ms7": "1230000", "ms9": "123000000", "stamp": "2026-11-23 08:15:00Z"}
STORIES = {
    f"{fault.id}@{world}": story(world, fault.id)
    for fault in FAULTS.values()
    for world in {fault.worlds[0], *(name for name in fault.worlds if name == "adobe-managed")}
}


def refusals(told: Story) -> list[Refusal]:
    facts = told.after
    return [one for one in (facts.store, facts.call, *facts.vault) if one is not None]


def distinct() -> dict[tuple[object, ...], tuple[Story, Refusal]]:
    """One story for each refusal that reads differently."""
    found: dict[tuple[object, ...], tuple[Story, Refusal]] = {}
    for told in STORIES.values():
        for one in refusals(told):
            key = (one.source, one.name, one.number, one.signatures, one.operation)
            found.setdefault(key, (told, one))
    return found


@pytest.mark.parametrize("world", WORLDS)
def test_a_healthy_world_refuses_nothing(world: str) -> None:
    told = story(world)
    assert told.before == told.after
    assert not refusals(told)
    assert told.before.sign_in is None
    assert told.before.asks_vault is (told.before.visitor is not None)


def test_every_error_that_a_world_can_write_has_a_signature_of_that_name() -> None:
    named = {
        name for told in STORIES.values() for one in refusals(told) for name in one.signatures
    }
    assert named <= {signature.id for signature in SIGNATURES}
    assert len(named) > 50


def test_every_written_error_is_recognised_as_what_the_world_calls_it() -> None:
    checked: Counter[str] = Counter()
    for told, one in distinct().values():
        names = {**names_of(told), **NAMES}
        files = SHOWN_BY[one.source]
        # Every file for the first of each sort, then each refusal in one of them, by turns.
        turn = checked[one.source]
        for file in files if not turn else (files[turn % len(files)],):
            record = write_error(file, one, Random(turn), names)  # noqa: S311 - it invents log lines
            record = record.replace(TIME, "2026-11-23T08:15:00")
            found = {item.signature_id: item for item in recognise(record, SIGNATURES)}
            assert set(found) == set(one.signatures), record
            checked[one.source] += 1
            account = "" if one.source in ("adobe", "vault") else told.account_host
            for item in found.values():
                # What is refused for another audience names that one, too.
                assert item.account_host == account or "cosmos-ajo-old" in one.message
                assert item.vault_host == (names["vault"] if one.source == "vault" else "")
                assert item.occurred_at[11:19] == "08:15:00"
    assert sum(checked.values()) > 60
    assert set(checked) == set(SHOWN_BY)


def test_no_harmless_line_is_recognised_as_anything() -> None:
    told, rng = STORIES["key-disabled@own-account"], Random(7)  # noqa: S311 - it invents log lines
    names = names_of(told)
    for file in files_of(told):
        for template in (*file.chatter.always, *file.chatter.well, *file.chatter.broken):
            line = fill(template, rng, names).replace(TIME, "2026-11-23T08:15:00")
            assert recognise(line, SIGNATURES) == (), line


def test_who_loses_the_token_leaves_no_trace_at_the_vault_and_a_number_at_the_directory() -> None:
    after = STORIES["service-principal-disabled@own-account"].after
    assert not after.asks_vault
    assert not after.vault
    assert after.sign_in is not None
    assert after.sign_in.number == 7000112


def test_a_missing_right_is_refused_by_the_vault_and_told_by_the_store() -> None:
    after = STORIES["role-without-unwrap@own-account"].after
    assert [one.operation for one in after.vault] == ["unwrapKey"]
    assert after.store is not None
    assert after.store.number == 4002


def test_another_default_identity_is_the_one_that_the_vault_refuses() -> None:
    told = STORIES["default-identity-switched@own-account"]
    assert told.before.visitor is not None
    assert told.after.visitor is not None
    assert told.after.visitor.app_id != told.before.visitor.app_id
    assert told.after.vault[0].signatures == ("keyvault.rbac",)
