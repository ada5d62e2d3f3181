"""What Azure Resource Manager and Microsoft Graph say when they refuse.

Sources, read 2026-11-23: troubleshooting page of Azure RBAC; recorded answers of azure-cli (ResourceNotFound, PrincipalNotFound,
RoleAssignmentExists, SubscriptionNotFound, Request_ResourceNotFound, Authorization_RequestDenied).
"""

from __future__ import annotations

from checks.signatures import wording as w
from diagnostics import Signature

# What Azure Resource Manager and Microsoft Graph call each of them.
_NAMES = {
    "authorization-failed": ("AuthorizationFailed",),
    "graph-denied": ("Authorization_RequestDenied",),
    "principal-not-found": ("PrincipalNotFound",),
    "assignment-exists": ("RoleAssignmentExists",),
    "subscription-not-found": ("SubscriptionNotFound",),
    "wrong-tenant": ("InvalidAuthenticationTokenTenant", "AuthenticationFailedTenant"),
    "scope-locked": ("ScopeLocked",),
}


def _arm(
    name: str,
    category: str,
    title: str,
    step: str,
    stems: tuple[tuple[str, ...], ...],
    do: str,
    *commands: tuple[str, ...],
) -> Signature:
    return Signature(
        id=f"arm.{name}",
        names=_NAMES[name],
        code="",
        category=category,
        title=title,
        step=step,
        stems=stems,
        meaning=f"{title}. It concerns whoever ran the command, not the account's key.",
        look_at=("The action, scope and principal named in the text.",),
        steps=(do,),
        commands=commands,
        source=w.RBAC_PAGE,
    )


ARM: tuple[Signature, ...] = (
    _arm(
        "authorization-failed",
        "caller_lacks_arm_permission",
        "The login lacks an Azure role for this action",
        "0",
        (
            ("does not have authorization to perform action", "over scope"),
            ("authorizationfailed", "does not have authorization"),
        ),
        "Have the role given that carries the action, at the scope in the text; a new role works after about 10 minutes.",
        w.WHO_AM_I,
    ),
    _arm(
        "graph-denied",
        "caller_lacks_graph_permission",
        "The login lacks a Microsoft Graph permission",
        "0",
        (("authorization_requestdenied", "insufficient privileges"),),
        "Have the permission granted by admin consent, or use a login with a directory role.",
        w.WHO_AM_I,
    ),
    _arm(
        "principal-not-found",
        "arm_principal_not_found",
        "The principal of a role assignment does not exist in the directory",
        "1",
        (("principalnotfound", "does not exist in the directory"),),
        "Check the object id (not the application id) and the tenant; a new principal takes some minutes to appear.",
        w.SHOW_PRINCIPAL,
    ),
    _arm(
        "assignment-exists",
        "arm_role_assignment_exists",
        "The role assignment is already there",
        "2",
        (("roleassignmentexists", "already exists"),),
        "Nothing to do: the role is given. If access still fails, compare scope and object id.",
        w.LIST_GRANTS,
    ),
    _arm(
        "subscription-not-found",
        "arm_subscription_not_found",
        "The subscription cannot be seen with this login",
        "0",
        (("subscriptionnotfound", "could not be found"),),
        "Sign in to the tenant that owns the subscription.",
        w.LOGIN,
    ),
    _arm(
        "wrong-tenant",
        "arm_wrong_tenant",
        "The token comes from another tenant than the subscription's",
        "0",
        (("invalidauthenticationtokentenant",), ("authenticationfailedtenant",)),
        "Sign in to the tenant named in the text.",
        w.LOGIN,
    ),
    _arm(
        "scope-locked",
        "arm_locked",
        "A resource lock forbids the change",
        "-",
        (("scopelocked", "is locked"),),
        "Ask the owner of the lock; remove it only for the change.",
        ("az", "lock", "list", "--resource-group", "<group>"),
    ),
)
