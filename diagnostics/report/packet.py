"""The packet for a provider's support: what they ask for, what of it is known, and the report behind it.

Contents: Adobe, error codes reference and troubleshooting page of Journey Optimizer (error code, request ids, organization, sandbox,
campaign with version, UTC window; of a customer-managed key application, tenant, object id with state, role assignment, key
without version, last good use, audit entry of the change); Microsoft, Azure Cosmos DB troubleshooting guide for
customer-managed keys and what a request is found by (activity id with its time). Read 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from diagnostics.outcome import Run
from diagnostics.report.escape import markdown
from diagnostics.report.handoff import identifiers
from diagnostics.report.record import Report
from diagnostics.share.shapes import GUID

Lines = tuple[tuple[str, str], ...]


class Provider(StrEnum):
    """Whose support it is for."""

    ADOBE = "adobe"
    MICROSOFT = "microsoft"


NAMES = {
    Provider.ADOBE: "Adobe Customer Care",
    Provider.MICROSOFT: "Microsoft (Azure Cosmos DB support)",
}
# Label of what is known, and whether they cannot do without it. Names in these values stay; all others become pseudonyms.
_OF_BOTH = {
    "tenant": True,
    "application": False,
    "application id": True,
    "object id": True,
    "state of the service principal": True,
    "role assignment": False,
    "key": True,
    "refused call": False,
    "error text": False,
    "error code": False,
    "error time": False,
    "in the logs": False,
    "looked at": True,
    "last good use of the key": False,
    "change": False,
    "found": False,
    "whose turn": False,
}
ASKED: dict[Provider, dict[str, bool]] = {
    Provider.ADOBE: {
        "IMS organization": True,
        "sandbox": True,
        "campaign": True,
        "campaign version": False,
        "endpoint": False,
        "region": False,
        "CMK configuration": False,
        "Adobe client id": False,
        "x-request-id": True,
        "execution id": False,
        "request id": False,
        **_OF_BOTH,
    },
    Provider.MICROSOFT: {
        "subscription": True,
        "account": True,
        "vault": False,
        "account host": False,
        "vault host": False,
        "activity id": False,
        **_OF_BOTH,
    },
}
_GUID = re.compile(GUID, re.IGNORECASE)
_DIGEST = re.compile(r"(?<![0-9a-z])[0-9a-z]{24,64}(?![0-9a-z])", re.IGNORECASE)
_KEY = re.compile(r"https://([^./\s]+)\.[^/\s]+/keys/([^/\s]+)")
_PLAIN = ("IMS organization", "sandbox", "campaign", "campaign version", "CMK configuration")


def kept_names(run: Run, provider: Provider) -> frozenset[str]:
    """Name what a provider must be told, in small letters; of a run with its own names."""
    lines = (*identifiers(run.target), *_evidence(run), *_call(run), *_pasted(run))
    asked = ASKED[provider]
    return frozenset(
        name.lower()
        for label, value in lines
        if label in asked
        for name in _names(label, value, provider)
    )


def _evidence(run: Run) -> Iterator[tuple[str, str]]:
    seen = run.seen
    for kind in seen:
        yield from seen[kind].for_support()


def _call(run: Run) -> Iterator[tuple[str, str]]:
    call = run.test_call
    if call:
        yield "execution id", call.execution_id
        yield "x-request-id", call.x_request_id
        yield "request id", call.request_id


def _pasted(run: Run) -> Iterator[tuple[str, str]]:
    for item in run.pasted:
        yield "activity id", item.activity_id
        yield "account host", item.account_host
        yield "vault host", item.vault_host


def _names(label: str, value: str, provider: Provider) -> Iterator[str]:
    """Give the names in one value: all that its form says to be some."""
    if label in ("error text", "found", "change", "in the logs", "whose turn"):
        return
    path = value.split("/")
    if value.startswith("/subscriptions/") and provider is Provider.ADOBE:
        yield path[-1]  # who owns the vault's subscription is none of Adobe's business
        return
    if value.startswith("/subscriptions/"):
        yield from _of_path(path)
    elif label.endswith("host"):
        yield value.partition(".")[0]
    elif label in _PLAIN:
        yield value
    else:
        yield from _GUID.findall(value)
        yield from _DIGEST.findall(value)
    if found := _KEY.search(value):
        yield from found.groups()


def _of_path(parts: list[str]) -> Iterator[str]:
    """Give what the types in a resource's path are called."""
    kind = ""
    for part in parts[1:]:
        if kind and kind != "providers":
            yield part
        kind = "" if kind else part


def known(run: Run, report: Report, provider: Provider) -> Lines:
    """Give what the provider asks for and what is known of it, in the order of `ASKED`.

    Args:
        run: with pseudonyms already.
        report: of that run.
        provider: who is asked.
    """
    lines = [*report.handoff, *_call(run), *_last_good(report), *_changes(report)]
    asked = ASKED[provider]
    return tuple(
        dict.fromkeys(
            (label, value)
            for wanted in asked
            for label, value in lines
            if label == wanted and value
        )
    )


def _last_good(report: Report) -> Iterator[tuple[str, str]]:
    for moment in report.timeline:
        if moment.sort == "last good":
            yield "last good use of the key", f"{moment.at} {moment.what}".strip()


def _changes(report: Report) -> Iterator[tuple[str, str]]:
    for change in report.changes.changes if report.changes else ():
        if change.weight != "beside it":
            when = change.at or "between two runs"
            yield "change", f"{when}, {change.log}: {change.operation}: {change.what}"


def missing(lines: Lines, provider: Provider) -> tuple[str, ...]:
    """Name what they ask for and what this run does not know."""
    there = {label for label, _ in lines}
    if "application" in there:
        there.add("application id")
    return tuple(label for label, must in ASKED[provider].items() if must and label not in there)


def render(run: Run, report: Report, provider: Provider, whole: str) -> str:
    """Write the packet as Markdown.

    Args:
        run: with pseudonyms already.
        report: of that run.
        provider: who gets it.
        whole: the report as Markdown, which follows.
    """
    lines = known(run, report, provider)
    out = [
        f"# Support packet for {NAMES[provider]}",
        "",
        f"**{markdown(report.sentence)}**",
        "",
        "## What you ask for",
        "",
        "| | |",
        "|---|---|",
        *(f"| {markdown(label)} | {markdown(value)} |" for label, value in lines),
        "",
    ]
    if absent := missing(lines, provider):
        out += [
            "## What this run does not know",
            "",
            *(f"* {markdown(label)}" for label in absent),
            "",
        ]
    out += [
        "Names that you did not ask for are pseudonyms (vault-1, operator-2), the same in all that we send; ask us by them.",
        "",
        "---",
        "",
        whole,
    ]
    return "\n".join(out)
