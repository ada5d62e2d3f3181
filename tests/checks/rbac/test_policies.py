from __future__ import annotations

import pytest

from checks.keyvault.facts import AccessPolicy
from checks.rbac.access import Model, decide, model_of
from checks.rbac.evaluate import Answer
from checks.rbac.policies import decide_policies, needs_groups
from diagnostics import ObjectId
from tests.checks.rbac.situations import (
    APPLICATION,
    ENCRYPTION_USER,
    OTHER_TENANT,
    PRINCIPAL,
    STRANGER,
    TEAM,
    a_policy,
    a_vault,
    given,
    grants,
)

YES, NO, CANNOT_TELL = Answer.YES, Answer.NO, Answer.CANNOT_TELL
ENOUGH = ("get", "wrapkey", "unwrapkey")


@pytest.mark.parametrize(
    ("situation", "policies", "groups", "answer"),
    [
        ("no policy", (), None, NO),
        ("all three", (a_policy(*ENOUGH),), None, YES),
        ("any case", (a_policy("Get", "WrapKey", "unwrapKEY"),), None, YES),
        ("all", (a_policy("all"),), None, YES),
        ("ALL", (a_policy("ALL"),), None, YES),
        ("without unwrap", (a_policy("get", "wrapkey", "list"),), None, NO),
        ("wrap is not wrapkey", (a_policy("get", "wrap", "unwrap"),), None, NO),
        ("nothing of keys", (a_policy(),), None, NO),
        ("another tenant", (a_policy(*ENOUGH, tenant=OTHER_TENANT),), None, NO),
        ("bound to an application", (a_policy(*ENOUGH, application=APPLICATION),), None, NO),
        ("two parts", (a_policy("get"), a_policy("wrapkey", "unwrapkey", who=TEAM)), (TEAM,), YES),
        ("of a group", (a_policy(*ENOUGH, who=TEAM),), (TEAM,), YES),
        ("of another group", (a_policy(*ENOUGH, who=TEAM),), (), NO),
        ("of what may be a group", (a_policy(*ENOUGH, who=STRANGER),), None, CANNOT_TELL),
        ("a group's lacks it too", (a_policy("get", who=TEAM),), None, NO),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_access_policies_are_worth(
    situation: str,
    policies: tuple[AccessPolicy, ...],
    groups: tuple[ObjectId, ...] | None,
    answer: Answer,
) -> None:
    ruling = decide_policies(a_vault(*policies, rbac=False), PRINCIPAL, groups)
    assert ruling.answer is answer, situation


def test_groups_are_needed_only_where_they_could_change_the_answer() -> None:
    of_team = a_policy(*ENOUGH, who=TEAM)
    assert needs_groups(a_vault(of_team, rbac=False), PRINCIPAL)
    assert not needs_groups(a_vault(of_team, a_policy("all"), rbac=False), PRINCIPAL)
    assert not needs_groups(a_vault(a_policy("get", who=TEAM), rbac=False), PRINCIPAL)


@pytest.mark.parametrize(
    ("value", "model"),
    [(True, Model.RBAC), (False, Model.POLICIES), (None, Model.POLICIES)],
)
def test_which_model_is_in_force(value: bool | None, model: Model) -> None:
    assert model_of(a_vault(rbac=value)) is model


def test_the_other_models_grants_do_not_count() -> None:
    by_role, by_policy = grants(given(ENCRYPTION_USER)), a_policy("all")
    assert decide(by_role, a_vault(rbac=False)).answer is NO
    assert decide(grants(), a_vault(by_policy, rbac=True)).answer is NO
    assert decide(by_role, a_vault(by_policy, rbac=True)).answer is YES
    assert decide(by_role, a_vault(by_policy, rbac=False)).answer is YES
