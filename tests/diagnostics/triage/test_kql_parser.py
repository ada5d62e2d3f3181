"""Microsoft's own parser finds nothing to say of the queries, and finds planted errors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from checks.signatures import SIGNATURES
from diagnostics.clouds import PUBLIC
from diagnostics.log_tables import LOG_TABLES
from diagnostics.triage import kql
from diagnostics.triage.kql_ready import ready
from diagnostics.triage.kql_tables import SOURCES, own_table
from tests.support import kusto

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
WINDOW = kql.Window(since=NOON, until=NOON + timedelta(hours=2))
OWN = own_table("Logs_CL:RawData")
FEW = [
    each
    for each in SIGNATURES
    if each.id in ("cmk.4000", "cmk.revoked", "entra.7000112", "ajo.msg-000052-400")
]
PLANTED = {
    "an unknown column": ("AppTraces | where Nope == 1", "KS142"),
    "one equals sign": ("AppTraces | where Message = 'x'", "KS141"),
    "an unknown table": ("Nope | take 1", "KS204"),
    "has on a number": ("CDBDataPlaneRequests | where StatusCode has '403'", "KS106"),
    "a column dropped before": ("AppTraces | project Message | where SeverityLevel > 1", "KS142"),
}


@pytest.fixture(scope="module")
def said() -> dict[str, list[dict[str, str]]]:
    """What the parser says of all queries, asked in one process."""
    sources = (*SOURCES, OWN)
    queries = {
        "all tables, all signatures": kql.counting(sources, SIGNATURES, WINDOW, PUBLIC),
        "how much there is": kql.estimate(sources, WINDOW),
        "one record of each": kql.sampling(SOURCES[0], FEW, [NOON], PUBLIC),
        **{f"count in {each.name}": each.text for each in kql.queries(FEW, WINDOW, sources=sources)},
        **{f"ready: {each.name}": each.text for each in ready(WINDOW)},
        **{f"ready, filled in: {each.name}": each.text for each in ready(WINDOW, application="a'b", vault="v")},
        **{name: text for name, (text, _) in PLANTED.items()},
    }  # fmt: skip
    tables = {table.name: table.schema for table in (*LOG_TABLES, OWN.table)}
    return kusto.diagnostics(queries, tables)


def test_the_parser_has_nothing_to_say_of_our_queries(
    said: dict[str, list[dict[str, str]]],
) -> None:
    ours = {name: found for name, found in said.items() if name not in PLANTED}
    assert len(ours) == 3 + len(SOURCES) + 1 + 2 * len(ready(WINDOW))
    assert {name: found for name, found in ours.items() if found} == {}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_error_is_found(said: dict[str, list[dict[str, str]]], name: str) -> None:
    assert PLANTED[name][1] in {each["code"] for each in said[name]}
