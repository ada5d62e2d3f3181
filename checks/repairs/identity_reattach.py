"""Let the account know the new principal id of an identity that was recreated under its old name."""

from __future__ import annotations

import json

from checks.cosmos.facts import AccountFacts
from checks.entra.facts import UserAssignedIdentity
from checks.repairs import identity_replace
from checks.repairs.healing import heal
from checks.repairs.identity_prevention import alert, lock
from checks.repairs.identity_steps import ACCOUNT_WRITE, IDENTITY_ASSIGN, account_of, make_default
from checks.repairs.rbac_grantee import grantee
from checks.repairs.rbac_steps import grant
from diagnostics import Case, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Give the new principal the role, list the identity anew, make it the default again."""
    facts, account = case.seen.maybe(UserAssignedIdentity), case.seen.maybe(AccountFacts)
    if facts is None or account is None or facts.principal_id is None:
        return identity_replace.repair(case)
    value = account.default_identity_text or f"UserAssignedIdentity={facts.identity}"
    return heal(
        case,
        "identity-reattach",
        "Attach the recreated identity anew",
        *grant(grantee(case, principal=str(facts.principal_id))),
        _list_anew(case, facts, account),
        make_default(case, value),
        prevent=(
            lock(facts.identity, case.target.cloud.arm),
            alert(
                facts.identity,
                "Microsoft.ManagedIdentity/userAssignedIdentities/delete",
                "ajo-identity-deleted",
            ),
        ),
        notes=(
            "That an update which lists the identity makes Resource Manager read its principal id anew is an"
            " inference. The documented way is a new identity under another name, attached and made the"
            " default (troubleshooting guide for cross-tenant customer-managed keys).",
            f"The old role assignment of {facts.principal_id_on_account} stays behind and does nothing.",
        ),
    )


def _list_anew(case: Case, facts: UserAssignedIdentity, account: AccountFacts) -> RepairStep:
    """Patch the whole identity block: `az cosmosdb identity assign` sends nothing for a listed identity."""
    listed: dict[str, dict[str, str]] = {str(each.identity): {} for each in account.attached}
    block: dict[str, object] = {"type": account.identity_type, "userAssignedIdentities": listed}
    url = f"https://{case.target.cloud.arm}{account.account}?api-version=2024-11-15"
    body = json.dumps({"identity": block})
    return RepairStep(
        purpose=f"List identity {facts.identity.name} anew, so that the account learns its principal id.",
        argv=("az", "rest", "--method", "patch", "--url", url, "--body", body),
        role="Cosmos DB Operator, and Managed Identity Operator on the identity",
        permission=ACCOUNT_WRITE.at(str(account.account)),
        also=tuple(IDENTITY_ASSIGN.at(str(each.identity)) for each in account.attached),
        risk="the block replaces the account's list: it must name every identity that is attached",
        wait="about half a minute for the update of the account",
        proof=("az", "cosmosdb", "identity", "show", *account_of(case)),
        expect=f"principalId {facts.principal_id}",
    )
