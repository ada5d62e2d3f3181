"""Who changed campaigns, sandboxes and the set-up of the key at Adobe?

Source: Experience Platform's Audit Query API (audit-query.yaml) and Journey Optimizer's page on audit logs, read
2026-11-29: an event names the action and the thing, not what it changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.audit.facts import AdobeAuditRead
from checks.audit.on_the_way import READ_FROM, kept, way_of
from checks.audit.window import KEPT
from diagnostics import (
    Change,
    ChangeLog,
    Check,
    Document,
    Look,
    NotApplicable,
    Seen,
    Step,
    Thing,
    Verdict,
    adobe_ports,
)

_MOST = 1000  # the API shows no more, whatever is asked
_THINGS = (
    ("campaign", Thing.CAMPAIGN),
    ("sandbox", Thing.SANDBOX),
    ("customer managed key", Thing.CMK_CONFIG),
    ("customer-managed key", Thing.CMK_CONFIG),
    ("cmk", Thing.CMK_CONFIG),
    ("byok", Thing.CMK_CONFIG),
    ("credential", Thing.CREDENTIAL),
)
_WENT_THROUGH = ("allow", "success")


async def probe(look: Look) -> AdobeAuditRead | NotApplicable:
    """Read the events of the sandbox: one GET; a second, of the campaign alone, where there are too many."""
    target = look.target
    if not (target.ims_org and target.sandbox):
        return NotApplicable("no sandbox at Adobe is named")
    until = look.now()
    since = (
        until - KEPT
    )  # a campaign's dates were set long before they pass, and one answer has all of it
    events = await look.platform.audit_events(since, until)
    is_cut = len(events) >= _MOST
    if is_cut and target.campaign:
        events += await look.platform.audit_events(since, until, asset=str(target.campaign))
    changes, too_many = kept((change_of(event) for event in events), way_of(look))
    return AdobeAuditRead(
        observed_at=look.now(),
        log=ChangeLog.ADOBE,
        since=since,
        until=until,
        changes=changes,
        cut=is_cut or too_many,
    )


def change_of(event: Document) -> Change:
    """Read one event."""
    sort, name = event.text("assetType") or "", event.text("assetName") or ""
    return Change(
        at=event.instant("timestamp"),
        log=ChangeLog.ADOBE,
        operation=event.text("action") or "",
        thing=_thing(sort),
        subject=event.text("assetId") or name,
        concerns=(name,) if name else (),
        who=event.text("userEmail") or "",
        event=event.text("id") or "",
        succeeded=(event.text("status") or "success").casefold() in _WENT_THROUGH,
    )


def _thing(sort: str) -> Thing:
    folded = sort.casefold()
    return next((thing for word, thing in _THINGS if word in folded), Thing.OTHER)


def judge(_: AdobeAuditRead, __: Seen) -> Iterator[Verdict]:
    """Say nothing: what the changes explain is weighed when all is known."""
    yield from ()


CHECK = Check(
    id="audit.adobe",
    title="Adobe's audit log of the sandbox can be read",
    provides=AdobeAuditRead,
    probe=probe,
    judge=judge,
    kinds=(),
    step=Step.DOCTOR,
    wants=READ_FROM,
    is_required=False,
    permissions=(adobe_ports.AUDIT_READ,),
)
