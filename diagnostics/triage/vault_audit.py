"""Reads wraps and unwraps of a key out of the audit records of Key Vault, in whatever form they were exported.

Two families of forms: the diagnostic setting writes JSON records to storage and event hubs (`operationName`,
`identity.claim.appid`, `properties.httpStatusCode`), one a line or many in a list; Log Analytics gives columns, either of
AzureDiagnostics (`OperationName`, `httpStatusCode_d`, `identity_claim_appid_g`) or of AZKVAuditLogs (`HttpStatusCode`,
`Identity`). Both also stand inside the JSON of another program, escaped once or more.

Sources: Azure Key Vault logging (fields, operation names) and authentication (the first call of a client bears no token
and is answered with 401); Azure Monitor Logs reference, AzureDiagnostics and AZKVAuditLogs; read 2026-11-28.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from diagnostics.triage.occurrence import Place
from diagnostics.triage.triaged import Access

LITERALS = ("KeyUnwrap", "KeyWrap")  # every record of interest holds one, in every form
OPERATIONS = {
    "keyunwrap": "KeyUnwrap",
    "keywrap": "KeyWrap",
    "unwrapkey": "KeyUnwrap",
    "wrapkey": "KeyWrap",
}
_GOOD = range(200, 300)
# Nobody was refused who showed no token yet, came too often, or met a fault of the service.
_REFUSED = (400, 403, 404, 409)
_REFUSED_WORDS = ("forbidden", "notfound", "conflict", "badrequest")

_DEEPEST = 6  # of JSON within JSON
_MOST_STARTS = 64  # of JSON in one line of text
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_KEY = re.compile(
    r"https://([a-z0-9-]{1,127}(?:\.[a-z0-9-]+){1,5})(?::443)?/keys/([0-9A-Za-z-]{1,127})",
    re.IGNORECASE,
)
_HOST = re.compile(r"https://([a-z0-9-]{1,127}(?:\.[a-z0-9-]+){1,5})", re.IGNORECASE)
_VAULT_ID = re.compile(r"/vaults/([0-9A-Za-z-]{1,127})", re.IGNORECASE)
_FRACTION = re.compile(r"(\.\d{6})\d+")
# `1/5/2027, 1:32:01.269 PM`: how the portal writes TimeGenerated into a CSV file; it is UTC.
_PORTAL = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4}),? (\d{1,2}):(\d\d):(\d\d)(?:\.\d+)?(?: ([AP])M)?"
)
_OBJECT_ID = "http://schemas.microsoft.com/identity/claims/objectidentifier"

_TIMES = ("time", "timegenerated", "timegenerated [utc]")
_NAMES = ("operationname",)
_STATUSES = ("httpstatuscode", "httpstatuscode_d")
_RESULTS = ("resultsignature",)
_APPLICATIONS = ("appid", "identity_claim_appid_g")
_PRINCIPALS = (
    "oid",
    _OBJECT_ID,
    "identity_claim_oid_g",
    "identity_claim_http_schemas_microsoft_com_identity_claims_objectidentifier_g",
)
_ADDRESSES = ("id", "id_s", "requesturi", "requesturi_s")
_RESOURCES = ("resourceid", "_resourceid", "resource")

Json = Any


def accesses(text: str, place: Place, header: tuple[str, ...] = ()) -> Iterator[Access]:
    """Read the wraps and unwraps of a record.

    Args:
        text: one record or line as it stands in the file, or a list of records.
        place: where it stands.
        header: names of the columns, where the file is a table.

    Yields:
        what could be read whole: an operation and its time; nothing of other records.
    """
    for fields in _records(text, header):
        found = _access(fields, place)
        if found:
            yield found


def is_good(access: Access) -> bool:
    """Tell whether the key was used."""
    if access.status is not None:
        return access.status in _GOOD
    return access.result.lower() in ("ok", "success")


def is_refused(access: Access) -> bool:
    """Tell whether somebody who showed who they are was refused."""
    if access.status is not None:
        return access.status in _REFUSED or (access.status == 401 and bool(access.identity))  # noqa: PLR2004
    return access.result.lower().replace(" ", "") in _REFUSED_WORDS


def _records(text: str, header: tuple[str, ...]) -> Iterator[Mapping[str, Json]]:
    """Give the fields of each record, names in lower case, inner records laid flat."""
    tree = _json(text.strip().rstrip(","))
    if tree is not None:
        yield from _flat_records(tree, _DEEPEST)
    elif header:
        yield from _row(text, header)
    else:
        yield from _cut_out(text)


def _json(text: str) -> Json:
    if not text.startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _flat_records(tree: Json, depth: int) -> Iterator[Mapping[str, Json]]:
    """Find the records of a tree: what has an operation, and else look deeper, also into texts that are JSON."""
    if depth < 0:
        return
    if isinstance(tree, str):
        if any(literal.lower() in tree.lower() for literal in LITERALS):
            yield from _flat_records(_json(tree.strip()), depth - 1)
    elif isinstance(tree, list):
        for item in tree:  # pyright: ignore[reportUnknownVariableType]
            yield from _flat_records(item, depth - 1)
    elif isinstance(tree, dict):
        fields = {
            str(name).lower(): value for name, value in cast("dict[str, Json]", tree).items()
        }
        if any(name in fields for name in _NAMES):
            yield _flattened(fields, depth)
        else:
            for value in fields.values():
                yield from _flat_records(value, depth - 1)


def _flattened(fields: Mapping[str, Json], depth: int) -> dict[str, Json]:
    """Lay the records inside a record flat; what stands outside goes before what stands inside."""
    flat = dict(fields)
    for value in fields.values():
        inner = _json(value.strip()) if isinstance(value, str) else value
        if isinstance(inner, dict) and depth > 0:
            named = {
                str(name).lower(): each for name, each in cast("dict[str, Json]", inner).items()
            }
            for name, each in _flattened(named, depth - 1).items():
                flat.setdefault(name, each)
    return flat


def _row(text: str, header: tuple[str, ...]) -> Iterator[Mapping[str, Json]]:
    import csv

    for cells in csv.reader([text.strip("\r\n")]):
        named = zip((name.strip().lower() for name in header), cells, strict=False)
        yield _flattened({name: cell for name, cell in named if cell}, 2)


def _cut_out(text: str) -> Iterator[Mapping[str, Json]]:
    """Take the records out of a line that is no JSON as a whole: a line of a program's log with JSON behind a time.

    What a program escaped once more is tried again with one level of escapes taken away.
    """
    for _ in range(_DEEPEST):
        found = [record for tree in _trees(text) for record in _flat_records(tree, _DEEPEST)]
        yield from found
        barer = re.sub(r"\\(.)", r"\1", text)
        if found or barer == text:
            return
        text = barer


def _trees(text: str) -> Iterator[Json]:
    decoder = json.JSONDecoder()
    start = text.find("{")
    for _ in range(_MOST_STARTS):
        if start < 0:
            return
        try:
            tree, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            yield tree
        start = text.find("{", end)


def _access(fields: Mapping[str, Json], place: Place) -> Access | None:
    operation = OPERATIONS.get(_text(fields, _NAMES).lower())
    at = _time(_text(fields, _TIMES))
    if operation is None or at is None:
        return None
    key_uri, host = _key(fields)
    return Access(
        at=at,
        place=place,
        operation=operation,
        vault=host or _vault(fields),
        key_uri=key_uri,
        application=_guid(fields, _APPLICATIONS),
        principal=_guid(fields, _PRINCIPALS),
        status=_number(fields),
        result=_text(fields, _RESULTS),
    )


def _text(fields: Mapping[str, Json], names: tuple[str, ...]) -> str:
    return next((str(fields[name]) for name in names if fields.get(name) not in (None, "")), "")


def _guid(fields: Mapping[str, Json], names: tuple[str, ...]) -> str:
    text = _text(fields, names).lower()
    return text if _GUID.fullmatch(text) else ""


def _number(fields: Mapping[str, Json]) -> int | None:
    try:
        return int(float(_text(fields, _STATUSES)))
    except (ValueError, OverflowError):
        return None


def _key(fields: Mapping[str, Json]) -> tuple[str, str]:
    """Give the key's address without its version, and the vault's host."""
    texts = [str(fields[name]) for name in _ADDRESSES if fields.get(name)]
    for text in texts:
        found = _KEY.match(text)
        if found:
            return f"https://{found[1].lower()}/keys/{found[2]}", found[1].lower()
    host = next((found for text in texts if (found := _HOST.match(text))), None)
    return "", host[1].lower() if host else ""


def _vault(fields: Mapping[str, Json]) -> str:
    resource = _text(fields, _RESOURCES)
    found = _VAULT_ID.search(resource)
    return (found[1] if found else resource.rpartition("/")[2]).lower()


def _time(text: str) -> datetime | None:
    """Read a time; these logs are written in UTC, with or without saying so."""
    portal = _PORTAL.fullmatch(text)
    try:
        if portal:
            month, day, year, hour, minute, second = map(int, portal.groups()[:6])
            if portal[7]:
                hour = hour % 12 + 12 * (portal[7] == "P")
            return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        at = datetime.fromisoformat(_FRACTION.sub(r"\1", text))
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
