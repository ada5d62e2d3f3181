"""What no plan may do: delete, recreate the key's application, give too much. `test_scenarios.py` holds every plan against it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics import Repair, RepairStep, placeholders
from diagnostics.simulator import roles
from tests.support.examined import Examined

# What takes something away, and why it may: it hinders the repair, is dead, or is no thing of Azure's.
REMOVING = {
    (
        "az cosmosdb identity remove",
        "When all works, remove the dead identity",
    ): "it is dead, and named as dead",
    (
        "az role assignment delete",
        "When all works, remove the assignment of the object id",
    ): "nobody can use it",
    ("az role deny-assignment delete", "Remove the deny assignment"): "it is what hinders",
}
_TAKES_AWAY = re.compile(
    r"(^| )(delete|purge|remove|remove-policy|delete-policy)( |$)|--method delete"
)
# Roles that a plan may give, and to whom.
MAY_BE_GIVEN = {
    roles.CRYPTO_SERVICE_ENCRYPTION_USER: "get, wrap and unwrap, with one key",
    roles.READER: "only to the login that looks, where the subscription is not visible",
    roles.COSMOS_DATA_READER: "only to the login that tests the data plane",
}
# Faults that leave nothing of Adobe's application in the tenant that could be enabled or restored.
GONE = {"service-principal-gone", "consented-in-wrong-tenant"}


def plans(seen: Examined) -> list[Repair]:
    return [ranked.repair for ranked in seen.judged.diagnosis.causes]


def steps(seen: Examined) -> Iterator[RepairStep]:
    for plan in plans(seen):
        yield from plan.steps
        yield from plan.prevent


def the_plans_keep_the_rules(seen: Examined) -> None:
    no_plan_deletes(seen)
    no_plan_gives_more_than_is_needed(seen)
    no_plan_makes_adobes_application_anew_while_it_can_be_restored(seen)
    every_step_says_who_may_run_it_and_what_it_risks(seen)
    what_a_command_leaves_open_is_an_input_with_an_example(seen)
    nothing_in_angle_brackets_is_left_that_is_no_input(seen)


def no_plan_deletes(seen: Examined) -> None:
    for step in steps(seen):
        line = " ".join(step.argv)
        if _TAKES_AWAY.search(line):
            reasons = [
                why
                for (command, purpose), why in REMOVING.items()
                if line.startswith(command) and step.purpose.startswith(purpose)
            ]
            assert reasons, f"{step.purpose} {line}"


def no_plan_gives_more_than_is_needed(seen: Examined) -> None:
    for step in steps(seen):
        argv = step.argv
        if "assignment" not in argv or "create" not in argv:
            continue
        option = "--role-definition-id" if "sql" in argv else "--role"
        role = argv[argv.index(option) + 1]
        assert role in MAY_BE_GIVEN, step.purpose
        if role == roles.CRYPTO_SERVICE_ENCRYPTION_USER:
            scope = argv[argv.index("--scope") + 1]
            assert "/keys/" in scope, "a key's will do where the key is known"


def no_plan_makes_adobes_application_anew_while_it_can_be_restored(seen: Examined) -> None:
    """Nor ever in Adobe's topology without saying what it breaks."""
    for plan in plans(seen):
        creates = [step for step in plan.steps if step.argv[:4] == ("az", "ad", "sp", "create")]
        if not creates or seen.scenario.world != "adobe-managed":
            continue
        is_gone = not GONE.isdisjoint(seen.scenario.faults)
        assert is_gone or plan.id.endswith("key-vault-principal")
        assert not is_gone or any("breaking change" in note for note in plan.notes)


def every_step_says_who_may_run_it_and_what_it_risks(seen: Examined) -> None:
    for step in steps(seen):
        assert step.purpose
        assert step.role
        assert step.risk
        if step.argv[:1] == ("az",) and step.argv[1] not in ("login", "account"):
            assert step.permission is not None, f"the right is data: {' '.join(step.argv)}"
            assert all(right.granted_by for right in (step.permission, *step.also))


def what_a_command_leaves_open_is_an_input_with_an_example(seen: Examined) -> None:
    for plan in plans(seen):
        given = {step.gives.name: at for at, step in enumerate(plan.steps, 1) if step.gives}
        for at, step in enumerate(plan.steps, 1):
            named = {each.name: each for each in step.inputs}
            own = {step.gives.name} if step.gives else set()
            assert set(placeholders(step)) - own == set(named)
            for each in step.inputs:
                assert each.what
                assert each.example
                if each.is_set:
                    assert each.from_step == given[each.name]
                    assert each.from_step < at, "from an earlier step"


def nothing_in_angle_brackets_is_left_that_is_no_input(seen: Examined) -> None:
    for step in steps(seen):
        for word in (*step.argv, *step.proof, *step.undo):
            left = re.sub(r"<[a-z][a-z0-9_]*>", "", word)
            assert not re.search(r"<[^>]+>", left), word
