"""The directory audit log's targets and the properties that it says were modified.

Old and new values are JSON in a text: a list for most properties (`[true]`), the bare list for federated credentials, a quoted
text for names; nothing is the empty list or null. The list of all names closes every list of an update. Sources: published records
of `Add service principal`, `Update service principal` and `Update application`, read 2026-11-29.
"""

from __future__ import annotations

import json

from diagnostics.simulator.history import Change
from diagnostics.simulator.reading import entries, text
from diagnostics.simulator.world import Doc, World

FEDERATED = "x-federatedIdentityCredentials"
# Property of Graph → its name in the audit log; any other begins with a capital there.
_CALLED = {"appId": "AppPrincipalId", "servicePrincipalNames": "ServicePrincipalName"}
_MICROSOFTS = (
    "disabledByMicrosoftStatus",
)  # Microsoft's doing: the tenant's log does not show it
_CREDENTIALS = ("passwordCredentials", "keyCredentials")  # an activity of their own
_UNTOLD = ("id", "deletedDateTime", "createdDateTime", "info", *_MICROSOFTS, *_CREDENTIALS)
_OF_A_NEW_OBJECT = ("accountEnabled", "appId", "displayName", "servicePrincipalNames")


def changed(change: Change) -> list[Doc]:
    """Return the properties of an object that an update modified; empty = none that the log tells."""
    before, after = change.before or {}, change.after or {}
    found = [
        entry(_called(field), _listed(before.get(field)), _listed(after.get(field)))
        for field in after
        if before.get(field) != after.get(field)
        and not field.startswith("x-")
        and field not in _UNTOLD
    ]
    if before.get(FEDERATED) != after.get(FEDERATED):
        values = (federation(before), federation(after))
        found.append(entry("FederatedIdentityCredentials", *values))
    return found


def all_of(document: Doc, *, is_new: bool) -> list[Doc]:
    """Return the properties of an object that came, or went."""
    return [
        entry(_called(field), *(("[]", value) if is_new else (value, "[]")))
        for field in _OF_A_NEW_OBJECT
        if field in document
        for value in (_listed(document[field]),)
    ]


def described(document: Doc | None) -> list[str]:
    """Describe secrets and certificates, each by its identifier, type and name, never by its value."""
    kinds = (("passwordCredentials", "Password"), ("keyCredentials", "AsymmetricX509Cert"))
    return [
        f"[KeyIdentifier={text(each, 'keyId')},KeyType={kind},KeyUsage=Verify,DisplayName={text(each, 'displayName')}]"
        for field, kind in kinds
        for each in entries(document, field)
    ]


def federation(document: Doc) -> str:
    """Write an application's federated credentials as the log does."""
    return json.dumps(
        [
            {
                "Name": text(each, "name"),
                "Issuer": text(each, "issuer"),
                "Subject": text(each, "subject"),
                "Id": text(each, "id"),
                "Description": each.get("description"),
                "Audiences": each.get("audiences"),
                "ClaimsMatchingExpressionValue": None,
                "ClaimsMatchingExpressionLanguageVersion": 0,
                "EncodingVersion": 2,
                "TrustedIssuer": None,
            }
            for each in entries(document, FEDERATED)
        ]
    )


def modified(target: Doc, properties: list[Doc]) -> Doc:
    """Add what was modified, and the list of its names that closes it."""
    names = ", ".join(each["displayName"] for each in properties)
    included = entry("Included Updated Properties", None, json.dumps(names))
    return {**target, "modifiedProperties": [*properties, included]}


def entry(name: str, old: str | None, new: str | None) -> Doc:
    """Return one property, its old and its new value as JSON in a text."""
    return {"displayName": name, "oldValue": old, "newValue": new}


def _called(field: str) -> str:
    return _CALLED.get(field, field[:1].upper() + field[1:])


def _listed(value: object) -> str:
    if value is None:
        return "[]"
    return json.dumps(value if isinstance(value, list) else [value])


def target(change: Change, kind: str) -> Doc:
    """Return the object that changed."""
    document = change.after or change.before or {}
    return {
        "id": text(document, "id"),
        "displayName": document.get("displayName"),
        "type": kind,
        "userPrincipalName": None,
        "groupType": None,
    }


def member(world: World, tenant: str, who: str) -> Doc:
    """Return the member of a group."""
    kinds = {"serviceprincipals": "ServicePrincipal", "users": "User", "groups": "Group"}
    for kind, name in kinds.items():
        document = world.get(f"graph:/{tenant}/{kind}/{who}")
        if document is not None:
            shown = target(Change(key="", before=None, after=document), name)
            return {**shown, "userPrincipalName": document.get("userPrincipalName")}
    return target(Change(key="", before=None, after={"id": who}), "Other")
