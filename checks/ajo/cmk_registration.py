"""Which application does Adobe use to reach the customer's key, and is it the configured one?

Source: Experience Platform, set up customer-managed keys with the API (GET …/byok/app-registration), read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo.behind import need_gateway
from checks.ajo.facts import CmkRegistration, GatewayAnswer
from checks.ajo.kinds import CMK_APPLICATION, CMK_UNDECIDED
from diagnostics import (
    AppId,
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

_WHERE = "GET /data/infrastructure/manager/byok/app-registration"


async def probe(look: Look) -> CmkRegistration | NotApplicable:
    """Read the registration: the anchor for finding the service principal in the customer's tenant.

    Reads: GET /data/infrastructure/manager/byok/app-registration.
    """
    need_gateway(look.seen[GatewayAnswer])
    try:
        answer = await look.platform.app_registration()
    except NotFound:
        return CmkRegistration(
            observed_at=look.now(), application=None, name="", configured=look.target.application
        )
    application = answer.text("applicationId")
    return CmkRegistration(
        observed_at=answer.observed_at,
        application=AppId.parse(application) if application else None,
        name=answer.text("name") or "",
        configured=look.target.application,
    )


def judge(registration: CmkRegistration, _seen: Seen) -> Iterator[Verdict]:
    """Two ids that differ mean that the checks of the service principal look at another one than Adobe uses."""
    if registration.application is None:
        yield CMK_UNDECIDED.unknown(
            "Adobe names no application for the customer-managed key: it is not set up, or this credential does not see it.",
            permissions=(adobe_ports.CMK_READ,),
            do="look at Experience Platform, Administration, Encryption",
        )
    elif registration.configured and registration.configured != registration.application:
        yield CMK_APPLICATION.found(
            registration.application,
            f"Adobe reaches the key with application {registration.application}"
            f"{f' ({registration.name})' if registration.name else ''}, but the configuration names"
            f" {registration.configured}: the checks of the service principal looked at that one.",
            evidence=(
                f"applicationId = {registration.application} ({_WHERE})",
                f"application = {registration.configured} (configuration)",
            ),
        )


CHECK = Check(
    id="ajo.cmk_registration",
    title="The configured application is the one that Adobe uses for the key",
    provides=CmkRegistration,
    probe=probe,
    judge=judge,
    kinds=(CMK_APPLICATION, CMK_UNDECIDED),
    step=Step.CAMPAIGN,
    needs=(GatewayAnswer,),
    applies_to=frozenset({Topology.ADOBE_MANAGED}),
    # Where no region is named, it is that of the sandbox, which is read then.
    permissions=(adobe_ports.CMK_READ, adobe_ports.SANDBOX_READ),
)
