"""From an event of the directory's audit log to a change.

Source: directoryAudit of Microsoft Graph v1.0 and Entra's reference of audit activities, read 2026-11-29: values are JSON in
texts; the first target is what was changed, the others say with what.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import cast

from checks.audit.directory_values import turned
from diagnostics import Change, ChangeLog, Document, Thing, Value

_THINGS = {
    "serviceprincipal": Thing.PRINCIPAL,
    "application": Thing.APPLICATION,
    "user": Thing.PRINCIPAL,
    "group": Thing.PRINCIPAL,
}
_OF_CREDENTIALS = ("federated identity credential", "certificates and secrets", "credential")
_CREDENTIALS = (
    "federatedidentitycredentials",
    "keydescription",
    "passwordcredentials",
    "keycredentials",
)
_APPLICATION = ("appid", "appprincipalid", "serviceprincipal.appid")  # as events name it


def change_of(event: Document) -> Change:
    """Read one event."""
    targets = event.parts("targetResources") or ()
    first = targets[0] if targets else None
    operation = event.text("activityDisplayName") or ""
    values = tuple(each for target in targets for each in _values(target))
    return Change(
        at=event.instant("activityDateTime"),
        log=ChangeLog.ENTRA,
        operation=operation,
        thing=_thing(operation, first, values),
        subject=(first.text("id") if first else None) or "",
        concerns=tuple(dict.fromkeys(_concerned(event, targets))),
        who=_who(event),
        values=values,
        event=event.text("id") or "",
        succeeded=(event.text("result") or "success").casefold() == "success",
    )


def _values(target: Document) -> Iterator[Value]:
    for each in target.parts("modifiedProperties") or ():
        name = each.text("displayName") or ""
        if name.casefold() == "included updated properties":
            continue  # repeats the names of the others
        yield from turned(name, each.text("oldValue") or "", each.text("newValue") or "")


def _concerned(event: Document, targets: tuple[Document, ...]) -> Iterator[str]:
    """Name the other targets, and the application that the event itself names."""
    for target in targets[1:]:
        yield from (each for each in (target.text("id"),) if each)
    for detail in event.parts("additionalDetails") or ():
        value = detail.text("value") or ""
        if (detail.text("key") or "").casefold() == "appid" and value:
            yield value
    for target in targets[:1]:
        for changed in _values(target):
            if changed.name.casefold() in _APPLICATION:
                yield from filter(None, map(_bare, (changed.after, changed.before)))


def _bare(text: str) -> str:
    """Take a value out of the JSON around it; empty = it is none."""
    try:
        inner: object = json.loads(text) if text.startswith(("[", '"')) else text
    except ValueError:
        return ""
    if isinstance(inner, list) and inner:
        inner = cast("list[object]", inner)[0]
    return inner if isinstance(inner, str) else ""


def _thing(operation: str, target: Document | None, values: tuple[Value, ...]) -> Thing:
    folded = operation.casefold()
    names = {value.name.casefold().partition(".")[0] for value in values}
    is_application = (target.text("type") if target else None) in ("Application", None)
    if any(words in folded for words in _OF_CREDENTIALS):
        return Thing.CREDENTIAL
    if is_application and names & set(_CREDENTIALS):
        return Thing.CREDENTIAL
    sort = (target.text("type") if target else None) or ""
    return _THINGS.get(sort.casefold(), Thing.OTHER)


def _who(event: Document) -> str:
    names = (
        "initiatedBy.user.userPrincipalName",
        "initiatedBy.user.displayName",
        "initiatedBy.user.id",
        "initiatedBy.app.displayName",
        "initiatedBy.app.servicePrincipalId",
        "initiatedBy.app.appId",
    )
    return next((said for name in names if (said := event.text(name))), "")
