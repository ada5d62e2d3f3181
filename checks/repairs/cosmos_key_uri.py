"""Let account and configuration name the right key: correct the key URI, or the configuration."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from checks.cosmos.facts import AccountFacts
from checks.repairs.cosmos_plan import plan
from checks.repairs.identity_steps import ACCOUNT_WRITE, account_of, name_of_account
from checks.repairs.inputs import KEY_ID, VAULT_NAME
from checks.repairs.wording import REFUSED_WHILE_REVOKED, works_after
from diagnostics import Case, ConfigError, KeyUri, Permission, Repair, RepairStep

_NAME = re.compile(r"[a-z0-9-]{3,24}")  # Key Vault: names of vaults
# On the vault; its resource id is not known where the key URI is malformed.
_KEYS_READ = Permission("keyvault", "Microsoft.KeyVault/vaults/keys/read", "Key Vault Reader")


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
    return plan(
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
    return plan(
        case,
        "cosmos-correct-configuration",
        "Let configuration and account name one key",
        step,
        proof=False,
    )
