"""Whether the principal may get, wrap and unwrap the key: what is found, and in which words."""

from __future__ import annotations

import pytest

from checks.keyvault.facts import VaultFacts
from checks.rbac.facts import KeyGrants
from checks.rbac.key_access import CHECK
from checks.rbac.scopes import place
from tests.checks.rbac.judging import ENOUGH, POLICIES, codes, judged, one
from tests.checks.rbac.situations import (
    APPLICATION,
    BLOB_READER,
    ENCRYPTION_USER,
    GROUP,
    KEY,
    KEY_VAULT_CONTRIBUTOR,
    KEY_VAULT_READER,
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
)


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
