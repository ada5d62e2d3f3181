"""Which application does Adobe use to reach the customer's key?"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo.facts import CmkRegistration
from checks.entra.facts import DefaultPrincipal, Role
from checks.entra.kinds import PRINCIPAL_UNKNOWN
from diagnostics import Check, Look, Seen, Step, Topology, Verdict


async def probe(look: Look) -> DefaultPrincipal:
    """Take it from the configuration, else from Adobe's registration of it; no request of its own."""
    registration = look.seen.maybe(CmkRegistration)
    return DefaultPrincipal(
        observed_at=look.now(),
        role=Role.CMK_APPLICATION,
        identity_kind=None,
        object_id=None,
        app_id=look.target.application or (registration.application if registration else None),
        identity=None,
        is_attached=None,
        tenant=look.target.tenant,
    )


def judge(principal: DefaultPrincipal, seen: Seen) -> Iterator[Verdict]:
    """Without the application's id there is no principal to look at."""
    if principal.app_id is None:
        nobody = "Neither the configuration nor Adobe's registration names"
        unread = "The configuration does not name"
        yield PRINCIPAL_UNKNOWN.unknown(
            f"{nobody if seen.maybe(CmkRegistration) else unread} Adobe's customer-managed-key application, so its service"
            " principal cannot be found.",
            do="set `application` to the applicationId that Adobe's app-registration answer shows, or to"
            " the application id of the enterprise application whose name ends in aepcmkmultitenantapp",
        )


CHECK = Check(
    id="entra.cmk_application",
    title="Adobe's customer-managed-key application is known",
    provides=DefaultPrincipal,
    probe=probe,
    judge=judge,
    kinds=(PRINCIPAL_UNKNOWN,),
    step=Step.IDENTITY,
    wants=(CmkRegistration,),
    wants_nothing_if=lambda target: target.application is not None,
    applies_to=frozenset({Topology.ADOBE_MANAGED}),
)
