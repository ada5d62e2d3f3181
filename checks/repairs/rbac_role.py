"""Give the role that lets the principal use the key, and read what it holds.

Source: Azure built-in roles reference (Security); requests of azure-cli 2.91.0 as observed; read 2026-11-23.
"""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from checks.repairs.identity_steps import KEY_ROLE, KEY_ROLE_ID, ROLE_WRITE
from checks.repairs.keyvault_wording import known
from checks.repairs.rbac_grantee import Grantee
from checks.repairs.wording import ROLE_WAIT
from diagnostics import RepairStep


def give_role(who: Grantee) -> RepairStep:
    """Give the one built-in role that is just enough, on the key alone."""
    name = str(uuid5(NAMESPACE_URL, f"{who.scope}|{KEY_ROLE_ID}|{who.principal}".lower()))
    assignment = f"{who.scope}/providers/Microsoft.Authorization/roleAssignments/{name}"
    place = ("--subscription", who.place.subscription)
    # A name of our own makes the command repeatable: a second run finds its own assignment. Without an object id
    # there is none: the name might be that of an earlier principal's. The command then finds its own by itself.
    named = ("--name", name) if who.is_known else ()
    kind = () if who.app_id else ("--assignee-principal-type", "ServicePrincipal")
    undo = (
        ("--ids", assignment)
        if who.is_known
        else (*_assignee(who), "--role", KEY_ROLE_ID, "--scope", who.scope)
    )
    return RepairStep(
        purpose=f'Give {who.called} the role "{KEY_ROLE}" on {who.what}.',
        argv=(
            *("az", "role", "assignment", "create", *named, "--role", KEY_ROLE_ID),
            *(*_assignee(who), *kind, "--scope", who.scope, *place),
        ),
        role=ROLE_WRITE.granted_by + who.and_reads,
        permission=ROLE_WRITE.at(known(who.scope)),
        also=who.also_reads,
        risk="low: lets this one principal get, wrap and unwrap with this one key",
        wait=ROLE_WAIT,
        proof=roles_at_key(who),
        expect=f"a line with {KEY_ROLE}",
        undo=("az", "role", "assignment", "delete", *undo, *place),
    )


def _assignee(who: Grantee) -> tuple[str, str]:
    return ("--assignee", who.app_id) if who.app_id else ("--assignee-object-id", who.principal)


def roles_at_key(who: Grantee) -> tuple[str, ...]:
    """Write a read of what the principal holds at the key and above; asks no directory."""
    return (
        *("az", "role", "assignment", "list", *_assignee(who)),
        *("--scope", who.scope, "--include-inherited", "--fill-principal-name", "false"),
        *("--query", "[].{role:roleDefinitionName,scope:scope}"),
        *("--subscription", who.place.subscription),
    )
