"""Correct what the account says of itself: default identity and key URI; find it; or wait until it has finished."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from checks.cosmos.facts import AccountFacts, AttachedIdentity
from checks.repairs.identity_prevention import alert, lock
from checks.repairs.identity_steps import (
    ACCOUNT_WRITE,
    IDENTITY_ASSIGN,
    account_of,
    attach,
    make_default,
    name_of_account,
    prove,
)
from checks.repairs.inputs import IDENTITY_ID, KEY_ID, VAULT_NAME
from checks.repairs.rbac_steps import grant, grantee
from checks.repairs.wording import (
    ESCALATE_AFTER,
    REFUSED_WHILE_REVOKED,
    escalate,
    waits,
    works_after,
)
from diagnostics import (
    AppId,
    Case,
    ConfigError,
    IdentityKind,
    KeyUri,
    Permission,
    Repair,
    RepairStep,
    ports,
)

_NAME = re.compile(r"[a-z0-9-]{3,24}")  # Key Vault: names of vaults
_RESTORABLE_READ = Permission(
    "arm", "Microsoft.DocumentDB/locations/restorableDatabaseAccounts/read", ports.READER
)
# On the vault; its resource id is not known where the key URI is malformed.
_KEYS_READ = Permission("keyvault", "Microsoft.KeyVault/vaults/keys/read", "Key Vault Reader")
# Cross-tenant guide, 3.2.
_FIRST_PARTY_LIMIT = "An account with continuous backup or Synapse Link refuses the first-party identity: attach another one instead."


def _plan(
    case: Case,
    repair_id: str,
    title: str,
    *steps: RepairStep,
    proof: bool = True,
    passes: bool = False,
    notes: tuple[str, ...] = (),
) -> Repair:
    account = case.target.account
    return Repair(
        id=repair_id,
        title=title,
        steps=(*steps, *((prove(case),) if proof else ())),
        works_after=works_after(case),
        waits=waits(case),
        escalate=escalate(case),
        escalate_after=ESCALATE_AFTER,
        prevent=(
            lock(account, case.target.cloud.arm),
            alert(account, "Microsoft.DocumentDB/databaseAccounts/write", "ajo-account-changed"),
        )
        if account
        else (),
        notes=notes,
        passes_by_itself=passes,
    )


def set_default_identity(case: Case) -> Repair:
    """Make an identity that the account has its default; the grant goes before, so that the account's next try works."""
    facts = case.seen.maybe(AccountFacts)
    client = facts.default_identity.federated_client if facts and facts.default_identity else None
    steps = _across_tenants(case, facts, client) if client else _within_tenant(case, facts)
    is_first_party = any(IdentityKind.FIRST_PARTY.value in step.argv for step in steps)
    return _plan(
        case,
        "cosmos-set-default-identity",
        "Give the account a valid default identity",
        *steps,
        notes=(_FIRST_PARTY_LIMIT,) if is_first_party else (),
    )


def _chosen(facts: AccountFacts | None) -> AttachedIdentity | None:
    return next((each for each in facts.attached if each.principal_id), None) if facts else None


def _within_tenant(case: Case, facts: AccountFacts | None) -> tuple[RepairStep, ...]:
    chosen = _chosen(facts)
    if chosen:
        value = f"{IdentityKind.USER_ASSIGNED.value}={chosen.identity}"
        steps = grant(grantee(case, principal=str(chosen.principal_id)))
        return *steps, make_default(case, value)
    if facts and facts.system_principal_id:
        return (
            *grant(grantee(case, principal=str(facts.system_principal_id))),
            make_default(case, IdentityKind.SYSTEM_ASSIGNED.value),
        )
    app = case.target.cloud.cosmos_app_id
    return *grant(grantee(case, app_id=app)), make_default(case, IdentityKind.FIRST_PARTY.value)


def _across_tenants(
    case: Case, facts: AccountFacts | None, client: AppId
) -> tuple[RepairStep, ...]:
    """Keep the application that reaches the other tenant; only the identity behind it changes."""
    chosen = _chosen(facts)
    identity = str(chosen.identity if chosen else IDENTITY_ID)
    attached = () if chosen else (_attach_any(case),)
    value = f"{IdentityKind.USER_ASSIGNED.value}={identity}&FederatedClientId={client}"
    trust = RepairStep(
        purpose=f"Let application {client} trust the identity: a federated credential with the identity's tenant as issuer,"
        " its principal id as subject and api://AzureADTokenExchange as audience; a missing one is found as EN130 in"
        " the next run.",
        role="Cloud Application Administrator",
        risk="whoever may use the identity may sign in as the application",
    )
    return (*attached, trust, make_default(case, value))


def _attach_any(case: Case) -> RepairStep:
    if case.target.account is None:
        return attach(case, None)
    return RepairStep(
        purpose="Attach a user-assigned identity to the account.",
        argv=(
            *("az", "cosmosdb", "identity", "assign", *account_of(case)),
            *("--identities", str(IDENTITY_ID)),
        ),
        role="Cosmos DB Operator, and Managed Identity Operator on the identity",
        permission=ACCOUNT_WRITE.at(str(case.target.account)),
        also=(IDENTITY_ASSIGN,),
        risk="none: identities that are attached already stay attached",
        proof=("az", "cosmosdb", "identity", "show", *account_of(case)),
        expect="the identity is listed",
    )


def correct_key_uri(case: Case) -> Repair:
    """Write the key URI anew, without a version."""
    facts = case.seen.maybe(AccountFacts)
    known = case.target.key_uri or (facts.key_uri if facts else None)
    guess = None if known else _meant(case, facts)
    uri = str(known.versionless) if known else guess or str(KEY_ID)
    step = RepairStep(
        purpose=f"Correct the key URI of {name_of_account(case)}; a version is not needed.",
        argv=("az", "cosmosdb", "update", *account_of(case), "--key-uri", uri),
        role=ACCOUNT_WRITE.granted_by,
        permission=ACCOUNT_WRITE.at(str(case.target.account or "")),
        risk="the command does not check the value; a URI of another key makes the data unreadable until it is put back",
        wait=works_after(case),
        proof=("az", "cosmosdb", "show", *account_of(case), "--query", "keyVaultKeyUri"),
        expect=uri,
    )
    return _plan(
        case,
        "cosmos-correct-key-uri",
        "Correct the key URI",
        *(() if known else (_list_keys(case, facts, guess),)),
        step,
        notes=(REFUSED_WHILE_REVOKED,),
    )


def _words(facts: AccountFacts | None) -> tuple[str, list[str]]:
    """Take the malformed text apart: its host, and the words of its path."""
    try:
        url = urlsplit((facts.key_uri_text if facts else None) or "")
        return (url.hostname or "").lower(), [word for word in url.path.split("/") if word]
    except ValueError:
        return "", []


def _vault(case: Case, facts: AccountFacts | None) -> str:
    """Name the vault that the malformed text names; empty where its host is none of the cloud's."""
    name, dot, suffix = _words(facts)[0].partition(".")
    return (
        name if dot and suffix == case.target.cloud.vault_suffix and _NAME.fullmatch(name) else ""
    )


def _meant(case: Case, facts: AccountFacts | None) -> str | None:
    """Give the URI that was most likely meant: same vault, and the first word in the path that is no keyword."""
    vault = _vault(case, facts)
    names = [word for word in _words(facts)[1] if word.lower() not in ("key", "keys")]
    if not vault or not names:
        return None
    try:
        return str(
            KeyUri.parse(f"https://{vault}.{case.target.cloud.vault_suffix}/keys/{names[0]}")
        )
    except ConfigError:
        return None


def _list_keys(case: Case, facts: AccountFacts | None, guess: str | None) -> RepairStep:
    """Let the vault itself say how its keys are written."""
    vault = _vault(case, facts) or str(VAULT_NAME)
    likely = f" {guess} is most likely the one." if guess else ""
    return RepairStep(
        purpose=f"List the ids of the keys in vault {vault} and choose the account's.{likely}",
        argv=("az", "keyvault", "key", "list", "--vault-name", vault, "--query", "[].kid"),
        role=_KEYS_READ.granted_by,
        permission=_KEYS_READ,
        risk="none: it only reads",
        wait="at once",
        expect=guess or "the id of the key that the account used before",
    )


def wait(case: Case) -> Repair:
    """Change nothing; look again."""
    step = RepairStep(
        purpose="Change nothing now; run this diagnosis again in some minutes, until status and data plane agree: the command"
        " shows the status alone.",
        argv=(
            *("az", "cosmosdb", "show", *account_of(case)),
            *("--query", "[provisioningState, customerManagedKeyStatus]"),
        ),
        role=ports.READER,
        permission=ports.ACCOUNT_READ.at(str(case.target.account or "")),
        risk="none: it only reads; another change now starts the waiting anew",
        wait=works_after(case),
        expect="Succeeded, and access confirmed",
    )
    title = "Wait until it has worked"
    return _plan(case, "cosmos-wait", title, step, proof=False, passes=True)


def find_account(case: Case) -> Repair:
    """List the accounts that there are, and those that can be restored."""
    account = case.target.account
    place = ("--subscription", str(account.subscription)) if account else ()
    scope = f"/subscriptions/{account.subscription}" if account else ""
    step = RepairStep(
        purpose="List the accounts of the subscription and compare the name with the configuration and the callers'.",
        argv=(
            *("az", "cosmosdb", "list", *place),
            *("--query", "[].{name:name,group:resourceGroup,endpoint:documentEndpoint}"),
        ),
        role=ports.READER,
        permission=ports.ACCOUNT_READ.at(scope),
        risk="none: it only reads",
        wait="at once",
        expect="the account under the name that the callers use",
    )
    named = ("--account-name", account.name) if account else ()
    restorable = RepairStep(
        purpose="If it was deleted: see whether a continuous backup of it is kept.",
        argv=("az", "cosmosdb", "restorable-database-account", "list", *named, *place),
        role=ports.READER,
        permission=_RESTORABLE_READ.at(scope),
        risk="none: it only reads",
        wait="at once",
        expect="an entry with a deletionTime",
    )
    restore = RepairStep(
        purpose="Restore it from that backup under a new name; without a backup open a Microsoft support request.",
        role="whoever owns the account, or may open a support request",
        risk="a restored account has no usable identity of its own: attach one, grant it the key and make it the default",
        wait="hours",
    )
    plan = _plan(
        case, "cosmos-find-account", "Find the account", step, restorable, restore, proof=False
    )
    return replace(
        plan,
        works_after="at once where only the name was wrong; a restore takes hours",
        escalate="neither the account nor a backup of it is listed: open a Microsoft support request for Azure Cosmos DB, with"
        " the account's id, at once",
    )


def correct_configuration(case: Case) -> Repair:
    """Let the configuration follow the account, or the account the configuration."""
    account = case.seen.maybe(AccountFacts)
    key = (
        str(account.key_uri.versionless)
        if account and account.key_uri
        else "the key of the account"
    )
    step = RepairStep(
        purpose=f'If the account is right: write key_uri = "{key}" into the configuration. If the configuration is right: see'
        " in the activity log who changed the account.",
        role="whoever owns the configuration",
        risk="none: nothing is changed in Azure",
        wait="at once",
    )
    return _plan(
        case,
        "cosmos-correct-configuration",
        "Let configuration and account name one key",
        step,
        proof=False,
    )
