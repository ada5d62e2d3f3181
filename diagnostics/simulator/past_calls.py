"""Which requests would have made a change of documents: one for each thing that a service lets anybody change.

Sources: verbs and paths as the providers' REST references have them; that role assignments go silently with what they lie at,
from Azure Key Vault's page on soft delete and Azure RBAC's troubleshooting, read 2026-11-23; that a moved resource is one action
on its group (`moveResources`) from Resource Manager's page on moving resources, read 2026-11-29.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.simulator.history import Call, Change
from diagnostics.simulator.past_bodies import sent
from diagnostics.simulator.reading import part, props, text
from diagnostics.simulator.world import Doc, served

_KEY = re.compile(
    r"(?P<vault>/.+/vaults/[^/]+)/(keys|deletedkeys)/(?P<key>[^/]+)(/versions/[^/]+)?"
)
_VAULT = re.compile(r"/.+/providers/microsoft\.keyvault/vaults/[^/]+")
_DELETED_VAULT = "/deletedvaults/"
_ASSIGNMENTS = ("/providers/microsoft.authorization/roleassignments/", "/sqlroleassignments/")
_PERIMETER = "/networksecurityperimeterconfigurations/"
_GUARDS = ("enableSoftDelete", "enablePurgeProtection")
_ACCEPTED, _CREATED, _OK = 202, 201, 200
# What Resource Manager shows while a change is under way.
_UNDER_WAY = ("updating", "creating", "deleting", "accepted")
Asked = tuple[Call, tuple[Change, ...]]


def calls(changes: tuple[Change, ...]) -> list[Asked]:
    """Return the requests that would have made these changes, deletions first, each with what it changed."""
    shown = [each for each in changes if each.is_shown]
    moved = list(_moves(shown))
    taken = {change.key for _, belonging in moved for change in belonging}
    rest = [each for each in shown if each.key not in taken]
    gone = {each.key for each in shown if each.after is None}
    new = {each.key for each in shown if each.before is None}
    resources = _resources(rest, gone, new)
    found = [*moved, *_keys(rest), *resources, *_directory(rest), *_adobe(rest)]
    return sorted(found, key=lambda asked: asked[0].method != "DELETE")


def _resources(changes: list[Change], gone: set[str], new: set[str]) -> Iterator[Asked]:
    """Ask Resource Manager."""
    for change in changes:
        if not _is_resource(change.key) or _KEY.fullmatch(change.key):
            continue
        if _lies_in(change.key, gone if change.after is None else new):
            continue
        if _DELETED_VAULT in change.key:
            yield from _purge(change, changes)
        elif _PERIMETER in change.key:
            yield _association(change), (change,)
        elif not _is_impossible(change):
            yield _write(change), (change,)
            if _VAULT.fullmatch(change.key) and change.after is None:
                yield from _purged_at_once(change, changes)


def _is_resource(key: str) -> bool:
    """Tell whether a subscription's log is about it: what lies in a subscription, not the subscription itself."""
    return key.startswith("/subscriptions/") and key.count("/") > 2  # noqa: PLR2004


def _lies_in(key: str, others: set[str]) -> bool:
    """Tell whether something it lies in came or went with it: then that alone is told."""
    return any(key.startswith(f"{other}/") for other in others)


def _is_impossible(change: Change) -> bool:
    """Tell whether no request changes that, so that it was so from the beginning.

    For whom a role is given cannot be changed in place; what keeps a vault from being lost cannot be switched off.
    """
    if _VAULT.fullmatch(change.key) and change.before and change.after:
        return _without_guards(change.before) == _without_guards(change.after)
    if not any(each in change.key for each in _ASSIGNMENTS) or not (
        change.before and change.after
    ):
        return False
    before, after = props(change.before), props(change.after)
    return before.get("principalId") != after.get("principalId")


def _without_guards(document: Doc) -> Doc:
    fields = {name: value for name, value in props(document).items() if name not in _GUARDS}
    return {**served(document), "properties": fields}


def _write(change: Change) -> Call:
    document = change.after or change.before or {}
    path = text(document, "id") or change.key
    if change.after is None:
        return Call(api="arm", method="DELETE", path=path, status=_OK)
    state = text(props(change.after), "provisioningState").lower()
    is_begun = state != text(props(change.before), "provisioningState").lower()
    done = _OK if change.before else _CREATED
    return Call(
        api="arm",
        method="PUT",
        path=path,
        status=_ACCEPTED if is_begun and state in _UNDER_WAY else done,
        body=sent(document),
    )


def _association(change: Change) -> Call:
    """Put a resource into a network perimeter: the perimeter is asked, not the resource."""
    fields = props(change.after or change.before)
    perimeter = text(part(fields, "networkSecurityPerimeter"), "id")
    association = part(fields, "resourceAssociation")
    name, mode = text(association, "name"), text(association, "accessMode")
    resource, _, _ = text(change.after or change.before, "id").partition(
        "/networkSecurityPerimeterConf"
    )
    method, status = ("PUT", _CREATED) if change.after else ("DELETE", _OK)
    return Call(
        api="arm",
        method=method,
        path=f"{perimeter}/resourceAssociations/{name}",
        status=status,
        body={"properties": {"privateLinkResource": {"id": resource}, "accessMode": mode}},
    )


def _purge(change: Change, changes: list[Change]) -> Iterator[Asked]:
    """A deleted vault that is gone and not back was purged; one that came is told by the vault that went."""
    name = change.key.rpartition("/")[2]
    is_back = any(
        each.after is not None and _VAULT.fullmatch(each.key) and each.key.endswith(f"/{name}")
        for each in changes
    )
    if change.after is None and not is_back:
        path = f"{text(change.before, 'id') or change.key}/purge"
        yield Call(api="arm", method="POST", path=path, status=_OK), (change,)


def _purged_at_once(change: Change, changes: list[Change]) -> Iterator[Asked]:
    """A vault that went and left nothing to recover was purged, too."""
    document = change.before or {}
    name, path = text(document, "name"), text(document, "id")
    if any(_DELETED_VAULT in each.key and each.after is not None for each in changes):
        return
    subscription = "/".join(path.split("/")[:3])
    place = f"{subscription}/providers/Microsoft.KeyVault/locations/{text(document, 'location')}"
    call = Call(api="arm", method="POST", path=f"{place}/deletedVaults/{name}/purge", status=_OK)
    yield call, (change,)


def _moves(changes: list[Change]) -> Iterator[Asked]:
    """Find resources that stand elsewhere now, with all that lies in them."""
    went = {
        each.key: each for each in changes if each.after is None and _VAULT.fullmatch(each.key)
    }
    for came in changes:
        if came.before is not None or not _VAULT.fullmatch(came.key):
            continue
        name = came.key.rpartition("/")[2]
        old = next((key for key in went if key.endswith(f"/{name}")), "")
        if old:
            document = went[old].before or {}
            group = text(document, "id").partition("/providers/")[0]
            belonging = tuple(
                each
                for each in changes
                if each.key in (old, came.key) or _is_key_of(each, old, came.key)
            )
            new_group = text(came.after, "id").partition("/providers/")[0]
            call = Call(
                api="arm",
                method="POST",
                path=f"{group}/moveResources",
                status=_OK,
                body={"resources": [text(document, "id")], "targetResourceGroup": new_group},
            )
            yield call, belonging


def is_move(call: Call) -> bool:
    """Tell whether a request takes resources elsewhere."""
    return call.path.endswith("/moveResources")


def is_key(key: str) -> bool:
    """Tell whether a document is a key, one of its versions, or what is left of a deleted one."""
    return _KEY.fullmatch(key) is not None


def _is_key_of(change: Change, *vaults: str) -> bool:
    found = _KEY.fullmatch(change.key)
    return found is not None and found["vault"] in vaults


def _keys(changes: list[Change]) -> Iterator[Asked]:
    """Ask a vault's own API: nobody else changes keys."""
    gone = {each.key for each in changes if each.after is None}
    new = {each.key for each in changes if each.before is None}
    by_key: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        found = _KEY.fullmatch(change.key)
        if found and found["vault"] not in (gone | new):
            by_key.setdefault((found["vault"], found["key"]), []).append(change)
    for (_, name), belonging in by_key.items():
        yield from ((call, tuple(of)) for call, of in _of_key(name, belonging))


def _of_key(name: str, changes: list[Change]) -> Iterator[tuple[Call, list[Change]]]:
    def call(method: str, path: str) -> Call:
        return Call(api="keyvault", method=method, path=path, status=_OK)

    record = next((each for each in changes if "/deletedkeys/" in each.key), None)
    current = next((each for each in changes if each.key.endswith(f"/keys/{name}")), None)
    if record is not None and record.after is not None:
        yield call("DELETE", f"/keys/{name}"), changes
    elif record is not None and current is not None and current.after is not None:
        yield call("POST", f"/deletedkeys/{name}/recover"), changes
    elif record is not None:
        yield call("DELETE", f"/deletedkeys/{name}"), changes
    elif current is not None and current.after is None:
        yield call("DELETE", f"/keys/{name}"), changes
        yield call("DELETE", f"/deletedkeys/{name}"), changes
    else:
        yield from _of_versions(name, changes)


def _of_versions(name: str, changes: list[Change]) -> Iterator[tuple[Call, list[Change]]]:
    """Each version that changed was made, or its attributes were; the key's own document repeats its current version."""
    versions: dict[str, list[Change]] = {}
    for change in changes:
        uri = text(props(change.after or change.before), "keyUriWithVersion")
        versions.setdefault(uri.rpartition("/")[2], []).append(change)
    for version, of in versions.items():
        is_made = any(_is_made(each) for each in of)
        method, path = (
            ("POST", f"/keys/{name}/create") if is_made else ("PATCH", f"/keys/{name}/{version}")
        )
        yield Call(api="keyvault", method=method, path=path, status=_OK), of


def _is_made(change: Change) -> bool:
    """Tell whether a version is another than before: type, size and time of its making never change."""
    before, after = props(change.before), props(change.after)
    made = ("kty", "keySize", "curveName", "keyUriWithVersion")
    if any(before.get(name) != after.get(name) for name in made):
        return True
    return part(before, "attributes").get("created") != part(after, "attributes").get("created")


def _directory(changes: list[Change]) -> Iterator[Asked]:
    """Ask the directory."""
    for change in changes:
        if not change.key.startswith(("graph:/", "entra:/")):
            continue
        if "/deleteditems/" in change.key and _counterpart(change, changes):
            continue  # told by what went there, or came from there
        _, _, path = change.key.partition("/")
        _, _, tail = path.partition("/")
        yield (
            Call(api="graph", method=_verb(change), path=f"/v1.0/{tail}", status=204),
            (
                change,
                *_counterpart(change, changes),
            ),
        )


def _counterpart(change: Change, changes: list[Change]) -> tuple[Change, ...]:
    """Return the other half of a deletion or a restoration: the same object, here and among the deleted."""
    name = change.key.rpartition("/")[2]
    if change.before is not None and change.after is not None:
        return ()
    return tuple(
        each
        for each in changes
        if each is not change
        and each.key.startswith("graph:/")
        and each.key.rpartition("/")[2] == name
        and ("/deleteditems/" in each.key) != ("/deleteditems/" in change.key)
    )


def _verb(change: Change) -> str:
    if change.after is None:
        return "DELETE"
    return "PATCH" if change.before is not None else "POST"


def _adobe(changes: list[Change]) -> Iterator[Asked]:
    """Ask Adobe: of its documents those that a person edits there."""
    for change in changes:
        if change.key.startswith("adobe:/"):
            path = change.key.removeprefix("adobe:")
            yield Call(api="adobe", method=_verb(change), path=path, status=_OK), (change,)
