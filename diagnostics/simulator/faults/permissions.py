"""Step 2 where Azure RBAC decides: what somebody did to the roles on the key."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import access, ids, propagation, roles
from diagnostics.simulator.clock import days_ago
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import (
    BOTH,
    KEYS,
    RBAC_WORLDS,
    STAGING_ID,
    add_policy,
    custom_role,
    deleted_twin,
    deny,
    holder_of,
    into_group,
    move_role,
    put_staging,
    take_roles,
    the_account,
)
from diagnostics.simulator.reading import props, text
from diagnostics.simulator.revocation import Revoked
from diagnostics.simulator.world import World

_MINUTES = 5 / (24 * 60)  # five, in days
_REFUSED = Revoked(4002, "the state before the role was given")
_CUSTOM_ROLE = "55555555-eeee-4000-8000-000000000001"


def _group_membership(world: World) -> None:
    move_role(world, ids.VAULT_ID, principal=ids.KEY_USERS_GROUP)


def _custom(*, data: list[str], not_data: list[str]) -> Callable[[World], None]:
    def apply(world: World) -> None:
        custom_role(world, _CUSTOM_ROLE, "Campaign key reader", data, not_data)
        move_role(world, ids.VAULT_ID, _CUSTOM_ROLE)

    return apply


def _old_object_id(world: World) -> None:
    """The principal was deleted and made anew; the role stayed with the former object id."""
    deleted_twin(world, holder_of(world))
    move_role(world, ids.VAULT_ID, principal=ids.OLD_IDENTITY_OID)


def _at_another_subscription(world: World) -> None:
    put_staging(world)
    move_role(world, STAGING_ID)


def _policy_while_rbac(world: World) -> None:
    take_roles(world)
    add_policy(world)


def _denied(world: World) -> None:
    deny(world)


def _denied_to_all(world: World) -> None:
    deny(world, principals=[{"id": access.EVERYONE, "type": "SystemDefined"}])


def _denied_to_group(world: World) -> None:
    into_group(world, holder_of(world))
    deny(world, principals=[{"id": ids.KEY_USERS_GROUP, "type": "Group"}])


def _denied_at_the_key(world: World) -> None:
    deny(world, scope=ids.KEY_ID, doNotApplyToChildScopes=True)


def _just_given(world: World) -> None:
    """Role and repair are minutes old: the service goes on as before."""
    for document in access.assignments(world):
        if text(props(document), "principalId") == holder_of(world):
            props(document).update(createdOn=days_ago(_MINUTES), updatedOn=days_ago(_MINUTES))
    _still_refused(world)


def _just_joined(world: World) -> None:
    """The identity is in the group now; its token still says otherwise, for up to a day."""
    into_group(world, holder_of(world))
    move_role(world, ids.VAULT_ID, principal=ids.KEY_USERS_GROUP)
    _still_refused(world)


def _still_refused(world: World) -> None:
    account = text(the_account(world), "id")
    for plane in (propagation.DATA_PLANE, propagation.STATUS):
        propagation.believe(world, account, plane, _REFUSED, None)


def _conditional(world: World) -> None:
    grant = move_role(world, ids.VAULT_ID)
    grant["properties"] |= {
        "condition": "((@Resource[Microsoft.KeyVault/vaults/keys:name] StringEquals 'reports-cmk'))",
        "conditionVersion": "2.0",
    }
    grant["x-condition-holds"] = False


def _no_roles(world: World) -> None:
    take_roles(world)


def _moved(scope: str, role: str = "") -> Callable[[World], None]:
    def apply(world: World) -> None:
        move_role(world, scope, role)

    return apply


_FAULTS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "key-access-missing",
        "Somebody took the identity's role on the vault away.",
        RBAC_WORLDS,
        _no_roles,
    ),
    (
        "group-membership-removed",
        "The role is given to a group, and somebody took the identity out of the group.",
        (*BOTH, "own-account-system"),
        _group_membership,
    ),
    (
        "role-on-another-vault",
        "Somebody gave the role at another vault.",
        (*BOTH, "own-account-federated"),
        _moved(ids.OTHER_VAULT_ID),
    ),
    (
        "role-on-another-key",
        "Somebody gave the role at another key of the vault.",
        (*BOTH, "own-account-federated"),
        _moved(ids.OTHER_KEY_ID),
    ),
    (
        "role-without-unwrap",
        "Somebody replaced the role by a custom one that lacks unwrap.",
        BOTH,
        _custom(data=[f"{KEYS}/read", f"{KEYS}/wrap/action"], not_data=[]),
    ),
    (
        "role-with-not-data-actions",
        "Somebody replaced the role by a custom one that takes unwrap away again.",
        BOTH,
        _custom(data=[f"{KEYS}/*"], not_data=[f"{KEYS}/unwrap/action"]),
    ),
    (
        "owner-role-only",
        "Somebody gave the identity Owner instead of a role for keys.",
        BOTH,
        _moved(ids.VAULT_ID, roles.OWNER),
    ),
    (
        "key-vault-contributor-only",
        "Somebody gave the identity Key Vault Contributor instead of a role for keys.",
        BOTH,
        _moved(ids.VAULT_ID, roles.KEY_VAULT_CONTRIBUTOR),
    ),
    (
        "role-on-old-object-id",
        "The principal was deleted and made anew; the role is still given to its former object id.",
        (*BOTH, "own-account-system", "own-account-federated"),
        _old_object_id,
    ),
    (
        "policy-while-rbac-in-force",
        "Somebody gave an access policy while the vault uses Azure RBAC.",
        (*BOTH, "own-account-system", "own-account-federated"),
        _policy_while_rbac,
    ),
    (
        "denied-by-assignment",
        "A deployment stack denies the identity the keys of the vault's group.",
        (*BOTH, "own-account-system", "own-account-federated"),
        _denied,
    ),
    (
        "role-at-another-group",
        "Somebody gave the role at another resource group.",
        BOTH,
        _moved(ids.ACCOUNT_GROUP_ID),
    ),
    (
        "role-at-another-subscription",
        "Somebody gave the role at another subscription.",
        BOTH,
        _at_another_subscription,
    ),
    (
        "role-without-get",
        "Somebody replaced the role by a custom one that cannot read the key.",
        BOTH,
        _custom(data=[f"{KEYS}/wrap/action", f"{KEYS}/unwrap/action"], not_data=[]),
    ),
    (
        "key-vault-reader-only",
        "Somebody gave the identity Key Vault Reader instead of a role for keys.",
        BOTH,
        _moved(ids.VAULT_ID, roles.KEY_VAULT_READER),
    ),
    (
        "certificate-user-only",
        "Somebody gave the identity Key Vault Certificate User instead of a role for keys.",
        BOTH,
        _moved(ids.VAULT_ID, roles.KEY_VAULT_CERTIFICATE_USER),
    ),
    (
        "release-user-only",
        "Somebody gave the identity Key Vault Crypto Service Release User instead of the right role.",
        BOTH,
        _moved(ids.VAULT_ID, roles.CRYPTO_SERVICE_RELEASE_USER),
    ),
    (
        "contributor-role-only",
        "Somebody gave the identity Contributor instead of a role for keys.",
        BOTH,
        _moved(ids.SUBSCRIPTION_ID, roles.CONTRIBUTOR),
    ),
    (
        "reader-role-only",
        "Somebody gave the identity Reader instead of a role for keys.",
        BOTH,
        _moved(ids.VAULT_GROUP_ID, roles.READER),
    ),
    (
        "role-for-granting-only",
        "Somebody gave the identity a role that gives roles, instead of one for keys.",
        BOTH,
        _moved(ids.VAULT_ID, roles.USER_ACCESS_ADMINISTRATOR),
    ),
    (
        "role-for-accounts-only",
        "Somebody gave the identity a role for Cosmos DB accounts instead of one for keys.",
        BOTH,
        _moved(ids.SUBSCRIPTION_ID, roles.DOCUMENTDB_ACCOUNT_CONTRIBUTOR),
    ),
    (
        "denied-to-all",
        "A deployment stack denies everybody the keys, and nobody excluded the identity.",
        BOTH,
        _denied_to_all,
    ),
    (
        "denied-through-group",
        "A deny assignment forbids the keys to a group in which the identity is.",
        BOTH,
        _denied_to_group,
    ),
    (
        "denied-at-the-key",
        "A deny assignment at the single key forbids it to the identity.",
        BOTH,
        _denied_at_the_key,
    ),
    (
        "conditional-role",
        "Somebody put a condition on the role that the key does not meet.",
        BOTH,
        _conditional,
    ),
    (
        "role-just-given",
        "Somebody gave the role minutes ago; the service has not heard of it.",
        BOTH,
        _just_given,
    ),
    (
        "group-just-joined",
        "Somebody put the identity into the group an hour ago; its token does not know yet.",
        BOTH,
        _just_joined,
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply)
    for name, title, worlds, apply in _FAULTS
)
