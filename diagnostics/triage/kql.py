"""Queries that make the engine holding the logs count our signatures: a pre-filter by terms, then the recogniser's rules.

The result has the columns of `COLUMNS`: per table, signature, account, vault, identity and minute how many records, the
first and the last. Sources: Kusto Query Language reference (Azure Monitor's part of it), read 2026-11-28.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from diagnostics.clouds import PUBLIC, Cloud
from diagnostics.triage.kql_classify import Classification
from diagnostics.triage.kql_tables import SOURCES, Source
from diagnostics.triage.kql_text import NUMBER, array, indexed, quoted
from diagnostics.triage.recognised import Signature

COLUMNS = (
    "Table",
    "Signature",
    "Ambiguous",
    "Account",
    "Vault",
    "Identity",
    "Minute",
    "Count",
    "First",
    "Last",
)
MOST_ROWS = 50_000  # of one answer; the service gives 500,000 rows or 100 MB at most (Azure Monitor, service limits)
_SAMPLE = 20_000  # characters of a record that are fetched to show one


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From when until when is searched."""

    since: datetime  # aware, UTC, inclusive
    until: datetime  # aware, UTC, exclusive

    @property
    def condition(self) -> str:
        """The condition on TimeGenerated."""
        return f"TimeGenerated >= {instant(self.since)} and TimeGenerated < {instant(self.until)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One query that is ready to run."""

    name: str  # of the table it reads, or of what it answers
    about: str  # one sentence
    text: str


def instant(moment: datetime) -> str:
    """Return an instant as a literal."""
    return f"datetime({moment.astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%S.%fZ')})"


def queries(
    signatures: Iterable[Signature],
    window: Window,
    *,
    sources: Sequence[Source] = SOURCES,
    cloud: Cloud = PUBLIC,
) -> tuple[Query, ...]:
    """Return one counting query for each table.

    Args:
        signatures: of the packs, foreign ones too.
        window: what is searched; every query begins with it.
        sources: the tables; the built-in ones, and the user's own.
        cloud: whose host names the tables' columns stand for.
    """
    known = tuple(signatures)
    return tuple(
        Query(
            name=source.table.name,
            about=f"Counts the known errors in {source.table.name}.",
            text=counting((source,), known, window, cloud),
        )
        for source in sources
    )


def counting(
    sources: Sequence[Source], signatures: Sequence[Signature], window: Window, cloud: Cloud
) -> str:
    """Return the query that counts the signatures in some tables, as one text that can be pasted."""
    return _records(sources, signatures, window.condition, cloud) + _piped(
        "Records",
        *Classification(signatures).steps(),
        "summarize Count = count(), First = min(At), Last = max(At)"
        " by Table, Signature, Ambiguous, Account, Vault, Identity, Minute = bin(At, 1m)",
        f"project {', '.join(COLUMNS)}",
        "order by Minute asc, Signature asc",
        f"take {MOST_ROWS}",
    )


def sampling(
    source: Source, signatures: Sequence[Signature], moments: Iterable[datetime], cloud: Cloud
) -> str:
    """Return the query for one record of each signature, at instants where some are known to stand."""
    listed = ", ".join(instant(each) for each in sorted(set(moments)))
    return _records((source,), signatures, f"TimeGenerated in ({listed})", cloud) + _piped(
        "Records",
        *Classification(signatures).steps(),
        f"summarize Sample = take_any(substring(Text, 0, {_SAMPLE})) by Signature, Ambiguous",
        "order by Signature asc",
    )


def estimate(sources: Sequence[Source], window: Window) -> str:
    """Return the cheap query that is asked first: how many records and bytes the window holds, by table.

    It reads two columns of numbers. A table that the workspace does not have is left out of its answer.
    """
    counted = [
        _piped(
            source.table.name,
            f"where {window.condition}",
            "summarize Rows = count(), Bytes = tolong(sum(_BilledSize))",
            f"extend Table = '{source.table.name}'",
        )
        for source in sources
    ]
    return f"union isfuzzy=true\n{_listed(counted)}\n| project Table, Rows, Bytes\n| order by Table asc\n"


def not_searched(signatures: Iterable[Signature]) -> tuple[str, ...]:
    """Return the wordings that no index finds, so that the queries do not look for them; a local search does."""
    return tuple(
        " … ".join(stems)
        for signature in signatures
        for stems in signature.stems
        if not indexed(stems)
    )


def _records(
    sources: Sequence[Source], signatures: Sequence[Signature], when: str, cloud: Cloud
) -> str:
    """Return the definitions: `Records` are those that may hold an error."""
    found = [indexed(stems) for signature in signatures for stems in signature.stems]
    whole = sorted({term for each in found for term in each.whole})
    prefixes = sorted({term for each in found for term in each.prefixes})
    parts = [_piped(*_read(source, when, prefixes, cloud)) for source in sources]
    known = f"let Terms = {array(whole)};\nlet Codes = {array(_codes(signatures))};"
    return f"{known}\nlet Records = union isfuzzy=true\n{_listed(parts)};\n"


def _read(source: Source, when: str, prefixes: Sequence[str], cloud: Cloud) -> list[str]:
    vault = source.vault.format(vault_suffix=cloud.vault_suffix)
    if source.codes:
        chosen = [f"{source.codes} in (Codes)"]
    else:
        chosen = [f"{each} has_any (Terms)" for each in source.searched]
        chosen += [f"{each} hasprefix {quoted(p)}" for each in source.searched for p in prefixes]
    return [
        source.table.name,
        f"where {when}",
        f"where {' or '.join(chosen)}",
        f"project At = TimeGenerated, Table = '{source.table.name}', Text = {source.text}, Account = '',"
        f" Vault = {vault}, Identity = {source.identity}",
    ]


def _codes(signatures: Sequence[Signature]) -> list[str]:
    """Return the Entra codes that are known, as sign-in logs write them."""
    every = (literal for signature in signatures for stems in signature.stems for literal in stems)
    return sorted({m[2] for each in every if (m := NUMBER.fullmatch(each)) and m[1] == "aadsts"})


def _listed(parts: Sequence[str]) -> str:
    return ",\n".join("  (" + part.replace("\n", "\n   ").rstrip() + ")" for part in parts)


def _piped(first: str, *steps: str) -> str:
    return "\n| ".join((first, *steps)) + "\n"
