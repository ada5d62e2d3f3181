from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checks.cosmos.facts import PastedError
from checks.entra.facts import Presence
from checks.keyvault.facts import VaultFacts
from checks.rbac.facts import KeyGrants, RoleAssignment, RoleDefinition
from checks.rbac.key_access import CHECK, judge
from checks.rbac.scopes import place
from diagnostics import Finding, NotApplicable, Seen, Unknown, ports
from tests.checks.cosmos.situations import an_item, revoked_text
from tests.checks.keyvault.situations import a_place, an_account
from tests.checks.rbac.situations import (
    APPLICATION,
    BLOB_READER,
    ENCRYPTION_USER,
    GROUP,
    KEY,
    KEY_VAULT_CONTRIBUTOR,
    KEY_VAULT_READER,
    NOW,
    OLD,
    OTHER_KEY,
    OTHER_TENANT,
    OTHER_VAULT,
    OWNER,
    READER,
    RELEASE_USER,
    STRANGER,
    SUBSCRIPTION,
    TEAM,
    WITHOUT_UNWRAP,
    a_deny,
    a_policy,
    a_vault,
    given,
    grants,
    seen,
)

ENOUGH = ("get", "wrapkey", "unwrapkey")
RBAC, POLICIES = a_vault(), a_vault(rbac=False)
REFUSED, GONE = revoked_text("it may not", 4002), revoked_text("the key is gone", 4003)
UNRESOLVED, NO_VAULT = revoked_text("of its name", 4009), revoked_text("of the vault", 4017)
CONFIRMED = "Access to the configured customer managed key confirmed."


def judged(held: KeyGrants, vault: VaultFacts = RBAC, known: Seen | None = None) -> list:
    return list(judge(held, known or seen(vault)))


def codes_of(verdicts: list) -> list[str]:
    return [one.kind.code for one in verdicts]


def codes(held: KeyGrants, vault: VaultFacts = RBAC) -> list[str]:
    return [one.kind.code for one in judged(held, vault)]


@pytest.mark.parametrize(
    ("situation", "held", "expected"),
    [
        ("the role on the vault", grants(given(ENCRYPTION_USER)), []),
        ("the role on the key alone", grants(given(ENCRYPTION_USER, KEY)), []),
        ("through a group", grants(given(ENCRYPTION_USER, principal=TEAM, kind="Group")), []),
        ("nothing", grants(), ["RB101"]),
        ("an unrelated role", grants(given(BLOB_READER, SUBSCRIPTION)), ["RB101"]),
        (
            "a stranger's role",
            grants(others=(given(ENCRYPTION_USER, principal=STRANGER),)),
            ["RB101"],
        ),
        ("on another vault", grants(elsewhere=(given(ENCRYPTION_USER, OTHER_VAULT),)), ["RB102"]),
        ("on another key", grants(elsewhere=(given(ENCRYPTION_USER, OTHER_KEY),)), ["RB102"]),
        ("elsewhere, and not enough", grants(elsewhere=(given(READER, OTHER_VAULT),)), ["RB101"]),
        ("reader of keys", grants(given(KEY_VAULT_READER)), ["RB103"]),
        ("notDataActions", grants(given(WITHOUT_UNWRAP)), ["RB103"]),
        ("release only", grants(given(RELEASE_USER)), ["RB103"]),
        ("owner", grants(given(OWNER, SUBSCRIPTION)), ["RB104"]),
        ("reader", grants(given(READER, GROUP)), ["RB104"]),
        ("contributor of the vault", grants(given(KEY_VAULT_CONTRIBUTOR)), ["RB104"]),
        (
            "an earlier id",
            grants(others=(given(ENCRYPTION_USER, principal=OLD),), vanished=(OLD,)),
            ["RB105"],
        ),
        (
            "an id that is unknown now",
            grants(others=(given(ENCRYPTION_USER, principal=OLD),), unresolved=(OLD,)),
            ["RB105"],
        ),
        ("denied", grants(given(ENCRYPTION_USER), denies=(a_deny(),)), ["RB107"]),
        ("denied, and nothing given", grants(denies=(a_deny(),)), ["RB107", "RB101"]),
        ("conditional", grants(given(ENCRYPTION_USER, condition="c")), ["RB110"]),
        ("unread role", grants(given("unread")), ["RB110"]),
        ("denies unread", grants(given(ENCRYPTION_USER), denies_not_read="refused"), ["RB110"]),
        ("denies unread, nothing given", grants(denies_not_read="refused"), ["RB101"]),
        ("not asked", grants(not_asked="the vault is not known"), ["RB110"]),
        (
            "several at once: the one that would have sufficed is told",
            grants(
                given(OWNER, SUBSCRIPTION),
                elsewhere=(given(ENCRYPTION_USER, OTHER_VAULT),),
            ),
            ["RB102"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_azure_rbac(situation: str, held: KeyGrants, expected: list[str]) -> None:
    assert codes(held) == expected, situation


@pytest.mark.parametrize(
    ("situation", "vault", "held", "expected"),
    [
        ("enough", a_vault(a_policy(*ENOUGH), rbac=False), grants(), []),
        ("flag absent", a_vault(a_policy(*ENOUGH), rbac=None), grants(), []),
        ("none", POLICIES, grants(), ["RB101"]),
        ("without unwrap", a_vault(a_policy("get", "wrapkey"), rbac=False), grants(), ["RB108"]),
        ("no key permissions", a_vault(a_policy(), rbac=False), grants(), ["RB108"]),
        (
            "another tenant",
            a_vault(a_policy(*ENOUGH, tenant=OTHER_TENANT), rbac=False),
            grants(),
            ["RB109"],
        ),
        (
            "bound to an application",
            a_vault(a_policy(*ENOUGH, application=APPLICATION), rbac=False),
            grants(),
            ["RB109"],
        ),
        ("the role instead", POLICIES, grants(given(ENCRYPTION_USER)), ["RB106"]),
        ("the policy instead", a_vault(a_policy(*ENOUGH)), grants(), ["RB106"]),
        ("owner does not matter", POLICIES, grants(given(OWNER)), ["RB101"]),
        ("denies do not matter", POLICIES, grants(denies=(a_deny(),)), ["RB101"]),
        (
            "an earlier id's",
            a_vault(a_policy(*ENOUGH, who=OLD), rbac=False),
            grants(groups=(), vanished=(OLD,)),
            ["RB105"],
        ),
        (
            "perhaps a group's",
            a_vault(a_policy(*ENOUGH, who=TEAM), rbac=False),
            grants(groups_not_read="refused"),
            ["RB110"],
        ),
        (
            "a group's",
            a_vault(a_policy(*ENOUGH, who=TEAM), rbac=False),
            grants(groups=(TEAM,)),
            [],
        ),
        (
            "another group's",
            a_vault(a_policy(*ENOUGH, who=TEAM), rbac=False),
            grants(groups=()),
            ["RB101"],
        ),
        ("roles unread", POLICIES, grants(roles_not_read="refused"), ["RB101"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_access_policies(
    situation: str, vault: VaultFacts, held: KeyGrants, expected: list[str]
) -> None:
    assert codes(held, vault) == expected, situation


def one(verdicts: list) -> Finding:
    (found,) = verdicts
    assert isinstance(found, Finding)
    return found


def test_the_sentence_names_principal_role_operations_and_key() -> None:
    found = one(judged(grants(given(KEY_VAULT_READER))))
    assert found.message == (
        "The principal id-ajo-cmk (44444444-0000-4000-8000-000000000001) may not wrap or unwrap the key"
        ' cosmos-cmk of the vault kv-ajo: the role "Key Vault Reader" at the vault kv-ajo gives get.'
    )
    assert found.subject == KEY


def test_the_evidence_says_what_was_read_and_where() -> None:
    found = one(judged(grants(given(WITHOUT_UNWRAP))))
    assert any(
        line.startswith("dataActions = Microsoft.KeyVault/vaults/keys/*, notDataActions =")
        for line in found.evidence
    )
    assert any("enableRbacAuthorization = true" in line for line in found.evidence)
    assert any(
        "assignedTo(" in line and "= 1 role assignment at" in line for line in found.evidence
    )


def test_other_near_misses_stand_in_the_evidence_of_the_first() -> None:
    held = grants(given(OWNER), elsewhere=(given(ENCRYPTION_USER, OTHER_VAULT),))
    found = one(judged(held))
    assert any(line.startswith("also RB104: ") for line in found.evidence)


def test_a_grant_that_would_suffice_goes_before_one_that_counts_and_does_not() -> None:
    vault = a_vault(a_policy(*ENOUGH))
    assert codes(grants(given(KEY_VAULT_READER)), vault) == ["RB106"]


def test_an_earlier_id_is_told_with_its_certainty() -> None:
    held = (given(ENCRYPTION_USER, principal=OLD),)
    sure = one(judged(grants(others=held, vanished=(OLD,))))
    likely = one(judged(grants(others=held, unresolved=(OLD,))))
    assert "which is an earlier one" in sure.message
    assert "most likely" in likely.message


def test_a_group_that_holds_the_role_is_named() -> None:
    held = grants(others=(given(ENCRYPTION_USER, principal=TEAM, kind="Group"),))
    assert f"The group {TEAM} holds" in one(judged(held)).message


def test_what_was_not_read_elsewhere_is_said() -> None:
    found = one(judged(grants(elsewhere_not_read="this login may not list")))
    assert any("this login may not list" in line for line in found.evidence)


@pytest.mark.parametrize(
    ("held", "vault", "permission"),
    [
        (
            grants(given(ENCRYPTION_USER), denies_not_read="refused"),
            RBAC,
            ports.DENY_ASSIGNMENTS_READ.at(KEY),
        ),
        (
            grants(
                given(ENCRYPTION_USER), denies=(a_deny(principals=(TEAM,)),), groups_denied=True
            ),
            RBAC,
            ports.APPLICATION_READ,
        ),
        (
            grants(groups_denied=True),
            a_vault(a_policy("all", who=TEAM), rbac=False),
            ports.APPLICATION_READ,
        ),
        (grants(given("unread", GROUP)), RBAC, ports.ROLE_DEFINITIONS_READ.at(GROUP)),
    ],
)
def test_an_open_question_names_the_permission_that_would_answer_it(
    held: KeyGrants, vault: VaultFacts, permission: object
) -> None:
    (unknown,) = judged(held, vault)
    assert isinstance(unknown, Unknown)
    assert unknown.permissions == (permission,)


@pytest.mark.parametrize(
    ("held", "vault"),
    [
        (grants(given(ENCRYPTION_USER), denies=(a_deny(principals=(TEAM,)),)), RBAC),
        (grants(), a_vault(a_policy("all", who=TEAM), rbac=False)),
    ],
)
def test_groups_unread_for_another_reason_want_another_run_and_no_right(
    held: KeyGrants, vault: VaultFacts
) -> None:
    (unknown,) = judged(replace(held, groups_not_read="asked to slow down"), vault)
    assert isinstance(unknown, Unknown)
    assert (unknown.permissions, unknown.do) == ((), "run again")


def test_what_was_not_asked_says_what_comes_first() -> None:
    (unknown,) = judged(grants(not_asked="the principal was not found"))
    assert isinstance(unknown, Unknown)
    assert "entra.principal_usable" in unknown.do


@pytest.mark.parametrize(
    ("situation", "status", "is_assumed", "expected"),
    [
        ("its subscription is configured", REFUSED, False, NotApplicable),
        ("its subscription is a guess", REFUSED, True, Unknown),
        ("a guess, and its name does not resolve", UNRESOLVED, True, Unknown),
        ("a guess, and the account misses it too", NO_VAULT, True, NotApplicable),
    ],
)
def test_nothing_is_given_on_a_vault_only_where_it_is_proven_gone(
    situation: str, status: str, is_assumed: bool, expected: type
) -> None:
    del situation
    vault = a_vault(presence=Presence.GONE, vault=None, place_is_assumed=is_assumed)
    known = seen(vault, a_place(), an_account(cmk_status=status))
    (said,) = judged(grants(not_asked="whether the vault is there cannot be told"), vault, known)
    assert isinstance(said, expected)


def test_no_access_of_a_principal_of_another_tenant_accuses_nobody() -> None:
    elsewhere = a_place(target_tenant=OTHER_TENANT)
    (unknown,) = judged(grants(), known=seen(RBAC, elsewhere))
    assert isinstance(unknown, Unknown)
    assert str(OTHER_TENANT) in unknown.do
    assert judged(grants(given(ENCRYPTION_USER)), known=seen(RBAC, elsewhere)) == []


def test_a_condition_is_quoted_and_says_what_to_do() -> None:
    (unknown,) = judged(grants(given(ENCRYPTION_USER, condition="@Resource[x] StringEquals 'y'")))
    assert "@Resource[x] StringEquals 'y'" in unknown.reason
    assert "without one" in unknown.do


def test_every_kind_it_yields_is_declared() -> None:
    declared = {kind.code for kind in CHECK.kinds}
    assert declared == {f"RB10{number}" for number in range(1, 10)} | {"RB110", "RB111"}


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("/", "the whole tenant"),
        (KEY, "the key cosmos-cmk of the vault kv-ajo"),
        (GROUP, "the resource group rg-sec"),
        (SUBSCRIPTION, "the subscription 22222222-bbbb-4000-8000-000000000001"),
        (
            "/providers/Microsoft.Management/managementGroups/contoso",
            "the management group contoso",
        ),
        ("/somewhere", "/somewhere"),
        ("/a/b/c/d", "/a/b/c/d"),
    ],
)
def test_a_scope_is_said_in_words(scope: str, words: str) -> None:
    assert place(scope) == words


def aged(minutes: float, role: RoleDefinition = ENCRYPTION_USER) -> RoleAssignment:
    return replace(given(role), created_on=NOW - timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("situation", "held", "status", "expected"),
    [
        ("minutes old, and refused", grants(aged(5)), REFUSED, ["RB111"]),
        ("just inside the hour", grants(aged(59)), REFUSED, ["RB111"]),
        ("just beyond the hour", grants(aged(60)), REFUSED, []),
        ("of no known age", grants(given(ENCRYPTION_USER)), REFUSED, []),
        ("minutes old, and well", grants(aged(5)), CONFIRMED, []),
        ("minutes old, and refused for another reason", grants(aged(5)), GONE, []),
        ("minutes old beside an older one", grants(aged(5), aged(900)), REFUSED, []),
        (
            "the last part of it is minutes old",
            grants(aged(900, KEY_VAULT_READER), aged(5)),
            REFUSED,
            ["RB111"],
        ),
        ("minutes old, and not enough", grants(aged(5, KEY_VAULT_READER)), REFUSED, ["RB103"]),
    ],
)
def test_a_role_is_young_where_the_account_is_refused_all_the_same(
    situation: str, held: KeyGrants, status: str, expected: list[str]
) -> None:
    del situation
    found = judged(held, known=seen(RBAC, an_account(cmk_status=status)))
    assert [one.kind.code for one in found] == expected


def test_where_the_account_is_adobes_the_pasted_text_says_that_it_is_refused() -> None:
    text = PastedError(observed_at=NOW, items=(an_item("CO102"),))
    older = PastedError(observed_at=NOW, items=(an_item("CO101"),))
    other = PastedError(observed_at=NOW, items=(an_item("CO304"),))
    (found,) = judged(grants(aged(5)), known=seen(RBAC, text))
    assert found.kind.code == "RB111"
    assert "since 5 minutes" in found.message
    assert codes_of(judged(grants(aged(5)), known=seen(RBAC, older))) == ["RB111"]
    assert judged(grants(aged(5)), known=seen(RBAC, other)) == []


def test_access_policies_bear_no_date_so_nothing_is_said_of_their_age() -> None:
    vault = a_vault(a_policy(*ENOUGH), rbac=False)
    assert judged(grants(aged(5)), known=seen(vault, an_account(cmk_status=REFUSED))) == []
