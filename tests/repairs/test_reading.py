"""What is run of a report: the steps in their order, one alternative in place of its step, nothing twice."""

from __future__ import annotations

from typing import Any

from tests.repairs.reading import (
    alternatives_of,
    chosen,
    form_of,
    is_reading,
    prevention_of,
    steps_of,
)


def a_line(*argv: str) -> dict[str, Any]:
    return {"argv": list(argv), "sh": " ".join(argv), "powershell": " ".join(argv)}


def a_step(*argv: str, **more: Any) -> dict[str, Any]:
    return {
        "purpose": "p",
        "command": a_line(*argv) if argv else None,
        "inputs": [],
        "gives": "",
        "rights": [],
        "proof": None,
        "expect": "",
        "undo": None,
        "alternative_to": None,
        **more,
    }


def a_report(*steps: dict[str, Any], prevent: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {"causes": [{"id": "key-disabled", "steps": list(steps), "prevent": list(prevent)}]}


FIRST = a_step("az", "ad", "sp", "update", "--id", "1")
OTHER = a_step("az", "rest", "--method", "patch", alternative_to=1)
HAND = a_step()
LOGIN = a_step("az", "login", "--tenant", "t")


def lines(*steps: dict[str, Any], take: list[tuple[str, int]] | None = None) -> list[str]:
    return [step.command.sh for step in chosen(list(steps_of(a_report(*steps))), take or [])]


def test_alternatives_are_left_out_unless_one_is_asked_for() -> None:
    assert lines(FIRST, OTHER) == ["az ad sp update --id 1"]
    assert lines(FIRST, OTHER, take=[("key-disabled", 2)]) == ["az rest --method patch"]


def test_what_two_plans_ask_for_is_run_once() -> None:
    assert lines(FIRST, FIRST) == ["az ad sp update --id 1"]


def test_steps_without_a_command_stay_in_their_place() -> None:
    assert lines(HAND, FIRST, HAND) == ["", "az ad sp update --id 1", ""]


def test_a_sign_in_and_a_step_without_command_are_a_persons() -> None:
    hand, login, first = steps_of(a_report(HAND, LOGIN, FIRST))
    assert hand.by_hand == "no command"
    assert login.by_hand == "a person signs in"
    assert not first.by_hand
    assert first.changes
    assert not login.changes


def test_only_alternatives_with_a_command_can_be_run() -> None:
    steps = list(steps_of(a_report(FIRST, OTHER, a_step(alternative_to=1))))
    assert alternatives_of(steps) == [("key-disabled", 2)]


def test_prevention_is_told_apart_from_repair() -> None:
    report = a_report(FIRST, prevent=(OTHER,))
    assert [step.command.sh for step in prevention_of(report)] == ["az rest --method patch"]


def test_a_form_names_the_command_and_not_its_values() -> None:
    one = ("az", "ad", "sp", "update", "--id", "33333333-cccc", "--set", "accountEnabled=true")
    assert form_of(one) == "az ad sp update --id --set"
    url = "https://management.azure.com/subscriptions/1/providers/Microsoft.KeyVault/vaults/kv?api-version=1"
    assert form_of(("az", "rest", "--method", "patch", "--url", url)).startswith(
        "az rest --method patch --url"
    )


def test_reading_is_told_from_changing() -> None:
    assert is_reading(("az", "cosmosdb", "show", "--name", "x"))
    assert is_reading(("az", "rest", "--method", "get", "--url", "https://x"))
    assert not is_reading(("az", "rest", "--method", "patch", "--url", "https://x"))
    assert not is_reading(("az", "keyvault", "key", "recover"))
