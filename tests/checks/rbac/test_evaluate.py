from __future__ import annotations

import pytest

from checks.rbac.evaluate import Answer, decide_roles
from checks.rbac.facts import DenyAssignment, RoleDefinition
from diagnostics import ObjectId
from tests.checks.rbac.situations import (
    ALL_THREE,
    BLOB_READER,
    CRYPTO_OFFICER,
    ENCRYPTION_USER,
    EVERYONE,
    GROUP,
    KEY,
    KEY_VAULT_CONTRIBUTOR,
    KEY_VAULT_READER,
    MANAGEMENT_GROUP,
    OTHER_KEY,
    OTHER_VAULT,
    OWNER,
    PRINCIPAL,
    READ,
    READER,
    RELEASE_USER,
    STRANGER,
    SUBSCRIPTION,
    TEAM,
    UNWRAP,
    UNWRAP_ONLY,
    VAULT,
    WITHOUT_UNWRAP,
    WRAP,
    a_block,
    a_deny,
    a_role,
    given,
    grants,
)

YES, NO, CANNOT_TELL = Answer.YES, Answer.NO, Answer.CANNOT_TELL


@pytest.mark.parametrize(
    ("role", "answer"),
    [
        (ENCRYPTION_USER, YES),
        (CRYPTO_OFFICER, YES),
        (KEY_VAULT_READER, NO),
        (RELEASE_USER, NO),
        (WITHOUT_UNWRAP, NO),
        (OWNER, NO),
        (READER, NO),
        (KEY_VAULT_CONTRIBUTOR, NO),
        (BLOB_READER, NO),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_what_a_role_on_the_vault_is_worth(role: RoleDefinition, answer: Answer) -> None:
    assert decide_roles(grants(given(role))).answer is answer


@pytest.mark.parametrize(
    ("scope", "answer"),
    [
        (KEY, YES),
        (KEY.upper(), YES),
        (KEY + "/", YES),
        (VAULT, YES),
        (GROUP, YES),
        (SUBSCRIPTION, YES),
        (MANAGEMENT_GROUP, YES),
        ("/", YES),
        (OTHER_KEY, NO),
        (OTHER_VAULT, NO),
        (VAULT + "-2", NO),
        (VAULT[:-1], NO),
        (SUBSCRIPTION[:-1] + "2", NO),
    ],
)
def test_which_scope_reaches_the_key(scope: str, answer: Answer) -> None:
    assert decide_roles(grants(given(ENCRYPTION_USER, scope))).answer is answer


def test_several_roles_each_give_a_part() -> None:
    ruling = decide_roles(grants(given(WITHOUT_UNWRAP), given(UNWRAP_ONLY, GROUP)))
    assert ruling.answer is YES


def test_what_one_block_takes_away_another_block_of_the_same_role_may_give() -> None:
    role = a_role("two blocks", a_block(("*",), (UNWRAP,)), a_block((UNWRAP,)))
    assert decide_roles(grants(given(role), definitions=(role,))).answer is YES


def test_a_role_that_could_not_be_read_decides_nothing() -> None:
    ruling = decide_roles(grants(given("unread")))
    assert ruling.answer is CANNOT_TELL
    assert ruling.not_granted == ()


def test_a_condition_cannot_be_decided_unless_another_grant_suffices() -> None:
    conditional = given(ENCRYPTION_USER, condition="@Resource[name] StringEquals 'x'")
    assert decide_roles(grants(conditional)).answer is CANNOT_TELL
    assert decide_roles(grants(conditional, given(CRYPTO_OFFICER, GROUP))).answer is YES


def test_a_condition_on_a_role_that_lacks_unwrap_changes_nothing() -> None:
    ruling = decide_roles(grants(given(WITHOUT_UNWRAP, condition="c"), given(READER)))
    assert ruling.answer is NO
    assert [need.word for need in ruling.not_granted] == ["unwrap"]


ENOUGH = given(ENCRYPTION_USER)
WRITES = (a_block(actions=("*/write",)),)


@pytest.mark.parametrize(
    ("situation", "deny", "groups", "answer"),
    [
        ("everyone", a_deny(), None, NO),
        ("by name", a_deny(principals=(PRINCIPAL,)), None, NO),
        ("by its group", a_deny(principals=(TEAM,)), (TEAM,), NO),
        ("another group", a_deny(principals=(TEAM,)), (), YES),
        ("a group, unread", a_deny(principals=(TEAM,)), None, CANNOT_TELL),
        (
            "another principal",
            a_deny(principals=(STRANGER,), principal_types=("ServicePrincipal",)),
            None,
            YES,
        ),
        ("everyone but it", a_deny(excluded=(PRINCIPAL,)), None, YES),
        ("everyone but its group", a_deny(excluded=(TEAM,)), (TEAM,), YES),
        ("everyone but another group", a_deny(excluded=(TEAM,)), (), NO),
        ("everyone but an unread group", a_deny(excluded=(TEAM,)), None, CANNOT_TELL),
        (
            "everyone but a user",
            a_deny(excluded=(STRANGER,), excluded_types=("User",)),
            None,
            NO,
        ),
        (
            "by name and excluded",
            a_deny(principals=(PRINCIPAL,), excluded=(PRINCIPAL,)),
            None,
            YES,
        ),
        ("control plane only", a_deny(blocks=WRITES), None, YES),
        ("one operation", a_deny(blocks=(a_block((UNWRAP.upper(),)),)), None, NO),
        ("all but unwrap, wrap", a_deny(blocks=(a_block(("*",), ALL_THREE),)), None, YES),
        ("at the key, children spared", a_deny(KEY, spares_children=True), None, NO),
        ("above the key, children spared", a_deny(GROUP, spares_children=True), None, YES),
        ("at another vault", a_deny(OTHER_VAULT), None, YES),
        ("at the subscription", a_deny(SUBSCRIPTION), None, NO),
        ("with a condition", a_deny(condition="c"), None, CANNOT_TELL),
        (
            "everyone, by type",
            a_deny(principals=(EVERYONE,), principal_types=("SystemDefined",)),
            None,
            NO,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_deny_assignment(
    situation: str, deny: DenyAssignment, groups: tuple[ObjectId, ...] | None, answer: Answer
) -> None:
    ruling = decide_roles(grants(ENOUGH, denies=(deny,), groups=groups))
    assert ruling.answer is answer, situation


def test_a_deny_that_is_certain_wins_over_a_role_that_is_not() -> None:
    undecided = given(ENCRYPTION_USER, condition="c")
    assert decide_roles(grants(undecided, denies=(a_deny(),))).answer is NO


def test_denies_that_were_not_read_keep_a_yes_open_and_leave_a_no() -> None:
    assert decide_roles(grants(ENOUGH, denies_not_read="refused")).answer is CANNOT_TELL
    assert decide_roles(grants(given(READER), denies_not_read="refused")).answer is NO


def test_roles_that_were_not_read_decide_nothing() -> None:
    assert decide_roles(grants(roles_not_read="refused")).answer is CANNOT_TELL


def test_the_operations_are_named_one_by_one() -> None:
    ruling = decide_roles(grants(given(KEY_VAULT_READER)))
    assert [(one.need.action, one.answer) for one in ruling.operations] == [
        (READ, YES),
        (WRAP, NO),
        (UNWRAP, NO),
    ]
