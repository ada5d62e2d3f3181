"""Let a caller through the account's network rules, and the account through those of its perimeter.

Source: Cosmos DB page on forbidden errors, read 2026-11-23: the three texts of the firewall, and up to 15 minutes.
"""

from __future__ import annotations

import ipaddress
import re
from datetime import timedelta

from checks.cosmos.facts import AccountFacts, DataPlaneAnswer
from checks.repairs.healing import heal
from checks.repairs.identity_steps import ACCOUNT_WRITE, account_of, name_of_account
from checks.repairs.inputs import CALLER_ADDRESS
from checks.repairs.keyvault_wording import place_of
from checks.repairs.wording import works_after
from diagnostics import Case, Repair, RepairStep, Waiting, ports

_WAIT = "up to 15 minutes (Cosmos DB page on forbidden errors)"
_RULES_FOLLOW = Waiting(
    what="the account's network rules",
    within=timedelta(minutes=15),
    source="Cosmos DB page on forbidden errors, read 2026-11-23",
)
_ADDRESS = re.compile(r"request originated from (?:client )?ip \{?([0-9a-f.:]+)\}?", re.IGNORECASE)
# Addresses in the list count for nothing with these values of publicNetworkAccess.
_OK = 200
_CLOSED = ("disabled", "securedbyperimeter")


def let_in(case: Case) -> Repair:
    """Add an address to the account's rules, or say who else can let the caller in."""
    facts = case.seen.maybe(AccountFacts)
    is_closed = facts is not None and facts.public_network_access.lower() in _CLOSED
    answer = case.seen.maybe(DataPlaneAnswer)
    is_refused = answer is not None and answer.status != _OK
    if facts and is_closed:
        step = _elsewhere(facts)
    else:
        keeps_nobody_out = facts is not None and _is_open(facts) and not is_refused
        step = _ask_owner() if keeps_nobody_out else _add(case, facts)
    # This login came in, so the refused caller is another one, whose address only its own side knows.
    is_another = answer is not None and not is_refused and not is_closed
    return Repair(
        id="cosmos-let-in",
        title="Let the caller through the account's firewall",
        steps=(_compare(case), step) if is_another else (step,),
        works_after=_WAIT,
        waits=(_RULES_FOLLOW,),
        escalate_after=timedelta(minutes=30),
        escalate="30 minutes after the change and still refused: the owner of the account's network, with the address that"
        " the refusal names",
    )


def let_out(case: Case) -> Repair:
    """Have the perimeter of the account let it reach Key Vault; the commands for it are an extension of az."""
    place = place_of(case)
    host = place.key.host if place.key else f"{place.name}.{case.target.cloud.vault_suffix}"
    step = RepairStep(
        purpose=f"Ask the owner of the network security perimeter around {name_of_account(case)} for an outbound access rule"
        f" that permits {host}.",
        role="Network Contributor on the perimeter",
        risk="low: the rule names one host",
        wait=works_after(case),
    )
    return heal(
        case,
        "cosmos-let-out",
        "Let the account reach its vault through the perimeter",
        step,
        notes=(
            "The troubleshooting guide has no section for this code (4016); that an outbound rule is the remedy is an"
            " inference from its name.",
        ),
    )


def _is_open(facts: AccountFacts) -> bool:
    """Tell whether its rules keep nobody out; the first address in the list would keep out everybody else."""
    return not facts.ip_rules and facts.has_virtual_network_filter is False


def _ask_owner() -> RepairStep:
    return RepairStep(
        purpose="The account's own rules keep nobody out, so something else refused: ask the owner of its network security"
        " perimeter (5307 to 5313), or of the network in which the refused callers run. Add no address to the account: the"
        " first one in its list shuts out everybody else.",
        role="whoever owns the account's network",
        risk="none: nothing is changed",
        wait=_WAIT,
    )


def _elsewhere(facts: AccountFacts) -> RepairStep:
    return RepairStep(
        purpose=f"The account takes no callers from public addresses (publicNetworkAccess = {facts.public_network_access}): run"
        " this where the callers run, behind a private endpoint of the account, or ask the owner of its network security"
        " perimeter for an inbound rule.",
        role="whoever owns the account's network",
        risk="none: nothing is changed",
        wait=_WAIT,
    )


def _compare(case: Case) -> RepairStep:
    """Look before changing: a perimeter or a virtual network may be what refuses, and an address helps with neither."""
    return RepairStep(
        purpose="See what the account lets in, and compare with where the refused callers run: this login came in. Where it is"
        " secured by a perimeter (5307 to 5313), ask the perimeter's owner for an inbound rule.",
        argv=(
            *("az", "cosmosdb", "show", *account_of(case)),
            *("--query", "[publicNetworkAccess, ipRules, virtualNetworkRules]"),
        ),
        role=ports.READER,
        permission=ports.ACCOUNT_READ.at(str(case.target.account or "")),
        risk="none: it only reads",
        wait="at once",
        expect="the callers' network among the rules",
    )


def _add(case: Case, facts: AccountFacts | None) -> RepairStep:
    before = facts.ip_rules if facts else ()
    rules = ",".join((*before, _address(case)))
    update = ("az", "cosmosdb", "update", *account_of(case), "--ip-range-filter")
    return RepairStep(
        purpose="Let the caller's address in, if it belongs there; else run this where the callers run.",
        argv=(*update, rules),
        role=ACCOUNT_WRITE.granted_by,
        permission=ACCOUNT_WRITE.at(str(case.target.account or "")),
        risk="the list replaces the old one: it must hold every address that is let in; an empty one lets everybody in where"
        " no virtual network is named either",
        wait=_WAIT,
        proof=("az", "cosmosdb", "show", *account_of(case), "--query", "ipRules"),
        expect="the caller's address in the list",
        undo=(*update, ",".join(before)),
    )


def _address(case: Case) -> str:
    """Give the address that the gateway saw; only a real one may go into a command."""
    answer = case.seen.maybe(DataPlaneAnswer)
    found = _ADDRESS.search(answer.message) if answer else None
    try:
        return str(ipaddress.ip_address(found[1].rstrip("."))) if found else str(CALLER_ADDRESS)
    except ValueError:
        return str(CALLER_ADDRESS)
