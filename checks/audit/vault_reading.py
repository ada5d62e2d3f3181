"""From records of a vault's audit log to changes of its key.

Sources: Azure Key Vault logging; Azure Monitor Logs reference, AZKVAuditLogs and AzureDiagnostics, read 2026-11-29. What an
update changed, the records may say in part (`KeyProperties`); where they do not, the key's own date of change ties its last
update to what it is now.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from checks.audit.activity_bodies import inner, leaves
from checks.keyvault.facts import KeyFacts
from diagnostics import Change, ChangeLog, Thing, Value

_UPDATE = "keyupdate"
_CLOCKS = timedelta(seconds=90)  # between the record's time and the key's own date, whole seconds
_HTTP_REFUSED = 400
_NAMES = (
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn",
    "upn",
    "unique_name",
    "name",
    "http://schemas.microsoft.com/identity/claims/objectidentifier",
    "oid",
    "appid",
)
# The same claims as columns of AzureDiagnostics.
_COLUMNS = (
    "identity_claim_http_schemas_xmlsoap_org_ws_2005_05_identity_claims_upn_s",
    "identity_claim_upn_s",
    "identity_claim_unique_name_s",
    "identity_claim_http_schemas_microsoft_com_identity_claims_objectidentifier_g",
    "identity_claim_oid_g",
    "identity_claim_appid_g",
)
_PROPERTIES = "keyproperties_"
_SORT = re.compile(r"_[sbdgt]$")  # how AzureDiagnostics writes the type behind a name

Row = Mapping[str, object]


def changes_of(rows: Iterable[Row], key: KeyFacts | None) -> tuple[Change, ...]:
    """Read records, in any order.

    Args:
        rows: by column, as the workspace gives them; instants aware, UTC.
        key: what the key is now; None = not read.
    """
    known: dict[str, str] = {}
    in_order = sorted(rows, key=lambda each: (_at(each) is None, _at(each), repr(each)))
    return _tied([_change(row, known) for row in in_order], key)


def _change(row: Row, known: dict[str, str]) -> Change:
    status = _number(_first(row, "httpstatuscode", "httpstatuscode_d"))
    succeeded = status is None or status < _HTTP_REFUSED
    address = _text(row, "id", "id_s")
    values = tuple(_values(row, known)) if succeeded else ()
    return Change(
        at=_at(row),
        log=ChangeLog.VAULT,
        operation=_text(row, "operationname"),
        thing=Thing.KEY,
        subject=address,
        concerns=(address.partition("/keys/")[0],) if "/keys/" in address else (),
        who=_who(row),
        values=values,
        event=_text(row, "correlationid", "correlationid_g"),
        succeeded=succeeded,
    )


def _values(row: Row, known: dict[str, str]) -> Iterator[Value]:
    """Give what the record says of the key's properties, and what earlier ones said."""
    told = dict(leaves(_tree(_first(row, "keyproperties"))))
    for column, value in row.items():
        folded = column.casefold()
        if folded.startswith(_PROPERTIES) and value is not None:
            name = _SORT.sub("", folded.removeprefix(_PROPERTIES)).replace("_", ".")
            told[name] = value if isinstance(value, str) else json.dumps(value)
    for name, value in sorted(told.items()):
        before = known.get(name, "")
        known[name] = value
        if value and before != value:
            yield Value(name=name, before=before, after=value)


def _tied(changes: list[Change], key: KeyFacts | None) -> tuple[Change, ...]:
    """Add what the key itself proves: the update at the date of its last change left it as it is."""
    current = key.current if key else None
    if current is None or current.enabled is not False or current.updated_on is None:
        return tuple(changes)
    updates = [
        at
        for at, change in enumerate(changes)
        if change.operation.casefold() == _UPDATE and change.succeeded
    ]
    last = updates[-1] if updates else -1
    if last >= 0 and _is_then(changes[last], current.updated_on) and not _says(changes[last]):
        said = Value(name="as the key says since: enabled", before="", after="false")
        changes[last] = replace(changes[last], values=(*changes[last].values, said))
    return tuple(changes)


def _is_then(change: Change, at: datetime) -> bool:
    return change.at is not None and abs(change.at - at) <= _CLOCKS


def _says(change: Change) -> bool:
    return any(value.name.casefold().endswith("enabled") for value in change.values)


def _who(row: Row) -> str:
    claims = inner(_tree(_first(row, "identity")), "claim")
    named = (inner(claims, name) for name in _NAMES)
    columns = (_first(row, column) for column in _COLUMNS)
    return next((said for said in (*named, *columns) if isinstance(said, str) and said), "")


def _at(row: Row) -> datetime | None:
    value = _first(row, "timegenerated")
    return value if isinstance(value, datetime) else None


def _tree(value: object) -> Any:  # noqa: ANN401 - a JSON value
    """Read a dynamic column: the API gives it as a text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _first(row: Row, *names: str) -> object:
    folded = {name.casefold(): value for name, value in row.items()}
    return next((folded[name] for name in names if folded.get(name) not in (None, "")), None)


def _text(row: Row, *names: str) -> str:
    value = _first(row, *names)
    return value if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None
