"""Was the customer-managed key set up at Adobe, and is the right region asked for it?

Source: Experience Platform, set up customer-managed keys with the API (states of a configuration; hosts by region), read
2026-11-23. COMPLETED describes the set-up, not whether the key is reachable today (an inference).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo.behind import need_gateway
from checks.ajo.facts import CmkConfig, GatewayAnswer, SandboxFacts
from checks.ajo.kinds import CMK_FAILED, CMK_RUNNING, CMK_UNDECIDED, REGION_DIFFERS
from diagnostics import (
    Check,
    Look,
    NotApplicable,
    NotFound,
    Seen,
    Step,
    Topology,
    Verdict,
    adobe_ports,
)

_DONE, _FAILED = "COMPLETED", "FAILED"
_RUNNING = {
    "NEW": "it was just given",
    "RUNNING": "access to the key is being validated",
    "UPDATE_EXISTING_RESOURCES": "it is being rolled out to the stores",
}


async def probe(look: Look) -> CmkConfig | NotApplicable:
    """Read the configuration by its name.

    Reads: GET /data/infrastructure/manager/customer/config/{name}?configType=BYOK_CONFIG.
    """
    need_gateway(look.seen[GatewayAnswer])
    name = look.target.cmk_config
    if not name:
        return NotApplicable("no CMK configuration of Adobe's is named in the configuration")
    sandbox = look.seen.maybe(SandboxFacts)
    facts = CmkConfig(
        observed_at=look.now(),
        name=name,
        is_there=False,
        status="",
        vault_uri="",
        key_name="",
        region_asked=look.target.region.value if look.target.region else "",
        region_of_sandbox=sandbox.region if sandbox else "",
    )
    try:
        answer = await look.platform.cmk_config(name)
    except NotFound:
        return facts
    return CmkConfig(
        observed_at=answer.observed_at,
        name=name,
        is_there=True,
        status=answer.text("status") or "",
        vault_uri=answer.text("configData.keyVaultUri") or "",
        key_name=answer.text("configData.keyName") or "",
        region_asked=facts.region_asked,
        region_of_sandbox=facts.region_of_sandbox,
    )


def judge(config: CmkConfig, _seen: Seen) -> Iterator[Verdict]:
    """Where the wrong region was asked, what it says of the configuration proves nothing."""
    if config.region_asked and config.region_of_sandbox not in ("", config.region_asked):
        yield REGION_DIFFERS.found(
            config.name,
            f"The configuration names region {config.region_asked}, but the sandbox lies in {config.region_of_sandbox}: the"
            " customer-managed keys of an organization are answered for by its own region alone.",
            evidence=(
                f"region = {config.region_asked} (configuration)",
                f"region = {config.region_of_sandbox} (GET /data/foundation/sandbox-management/)",
            ),
        )
        return
    yield from _state(config)


def _state(config: CmkConfig) -> Iterator[Verdict]:
    state = config.status.upper()
    where = f"GET /data/infrastructure/manager/customer/config/{config.name}"
    if state == _DONE:
        return
    if state == _FAILED:
        yield CMK_FAILED.found(
            config.name,
            f"The set-up of customer-managed key configuration {config.name} failed at Adobe: key, vault or application were"
            " not as Adobe needs them when it ran.",
            evidence=(f"status = {config.status} ({where})",),
        )
    elif state in _RUNNING:
        yield CMK_RUNNING.found(
            config.name,
            f"Adobe has not finished the set-up of configuration {config.name} ({config.status}): {_RUNNING[state]}.",
            evidence=(f"status = {config.status} ({where})",),
        )
    elif not config.is_there:
        yield CMK_UNDECIDED.unknown(
            f"Adobe knows no configuration {config.name}: the name is case-sensitive, and each region answers for its own.",
            do="copy the name from Experience Platform, Administration, Encryption; set `region` if it is not the sandbox's",
        )
    else:
        said = config.status or "nothing"
        yield CMK_UNDECIDED.unknown(
            f"Adobe's answer about configuration {config.name} says {said} of its state, which no page explains.",
            do="look at Experience Platform, Administration, Encryption",
        )


CHECK = Check(
    id="ajo.cmk_config",
    title="The customer-managed key was set up at Adobe",
    provides=CmkConfig,
    probe=probe,
    judge=judge,
    kinds=(CMK_FAILED, CMK_RUNNING, REGION_DIFFERS, CMK_UNDECIDED),
    step=Step.CAMPAIGN,
    needs=(GatewayAnswer,),
    wants=(SandboxFacts,),
    applies_to=frozenset({Topology.ADOBE_MANAGED}),
    # Where no region is named, it is that of the sandbox, which is read then.
    permissions=(adobe_ports.CMK_READ, adobe_ports.SANDBOX_READ),
)
