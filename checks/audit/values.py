"""Which properties an operation changed: of those that a cause could come from, before and after; of the others the names.

What is kept is chosen by the rules themselves, so that a body's secrets and the rest of it stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from checks.audit.activity_bodies import Body, leaves
from checks.traces import account, key, roles
from checks.traces.sorts import activity_log
from diagnostics import ChangeLog, Document, Rule, Value

Leaves = dict[str, str]
Told = Mapping[tuple[str, str], tuple[Value, ...]]  # by correlation id and resource, lower case
_LONGEST = 400  # characters of a value
_MOST_OTHERS = 6
_PART = re.compile(r"[^.\[]+|\[[^\]]*\]?")


@cache
def telling() -> frozenset[str]:
    """Name the properties whose change breaks something, as rules of the Activity Log have them, plain."""
    traces = (*account.TRACES, *key.TRACES, *roles.TRACES)
    rules: tuple[Rule, ...] = (
        *(rule for trace in traces for rule in trace.rules),
        activity_log.IDENTITY_MADE_ANEW,
    )
    return frozenset(
        plain(each.name)
        for rule in rules
        if rule.log is ChangeLog.ACTIVITY
        for each in rule.becomes
    )


@cache
def telling_part(path: str) -> str:
    """Give the part of a path that a rule looks at, `properties.ipRules` of `properties.ipRules[0].value`; empty = none does."""
    for found in _PART.finditer(path):
        head = path[: found.end()]
        if any(plain(head).endswith(name) for name in telling()):
            return head
    return ""


def plain(text: str) -> str:
    """Give a name as rules compare it: without case, and without what is neither letter nor digit."""
    return "".join(char for char in text.casefold() if char.isalnum())


def told_of(changes: Iterable[Document]) -> Told:
    """Read the change records of resources: what each operation changed, before and after."""
    found: dict[tuple[str, str], tuple[Value, ...]] = {}
    for change in changes:
        correlation = change.text("properties.changeAttributes.correlationId") or ""
        resource = change.text("properties.targetResourceId") or ""
        changed = [
            (path, _said(each.text("previousValue")), _said(each.text("newValue")))
            for path, each in change.fields("properties.changes")
            if (each.text("changeCategory") or "").casefold() != "system"
        ]
        if correlation and resource and changed:
            found[correlation.casefold(), resource.casefold()] = tuple(_grouped(changed))
    return found


def _said(text: str | None) -> str:
    return "" if text in (None, "null") else text


def _grouped(changed: Iterable[tuple[str, str, str]]) -> Iterator[Value]:
    """Put together what lies in one list; of what no rule looks at, give the names alone."""
    groups: dict[str, list[tuple[str, str, str]]] = {}
    others: set[str] = set()
    for path, before, after in changed:
        head = telling_part(path)
        if head:
            groups.setdefault(head, []).append((path.removeprefix(head), before, after))
        else:
            others.add(_top(path))
    for head, parts in sorted(groups.items()):
        before, after = (_joined((part[0], part[side]) for part in parts) for side in (1, 2))
        yield Value(name=head, before=before, after=after)
    if not groups:
        yield from _of_others(others)


def _joined(parts: Iterable[tuple[str, str]]) -> str:
    """Write what changed in a list or object: each part with its place, a plain value alone."""
    said = [f"{place.lstrip('.')} {value}" if place else value for place, value in parts if value]
    return "; ".join(said)[:_LONGEST]


def changed_values(resource: str, body: Body, known: dict[str, Leaves]) -> tuple[Value, ...]:
    """Give what changed as far as the log's own bodies tell, and remember what is known of the resource now.

    Args:
        resource: its id.
        body: what the log keeps of the operation.
        known: what earlier events said of each resource; written to.
    """
    mine = known.setdefault(resource.casefold(), {})
    asked = dict(leaves(body.sent)) or dict(leaves(body.given))
    found = [
        (path, mine.get(path.casefold(), ""), value)
        for path, value in asked.items()
        if telling_part(path) and mine.get(path.casefold(), "") != value
    ]
    for tree in (body.given, body.sent):
        mine |= {path.casefold(): value for path, value in leaves(tree) if telling_part(path)}
    if asked and not found:
        return tuple(_of_others({_top(path) for path in asked}))
    return tuple(_grouped(found))


def _of_others(names: Iterable[str]) -> Iterator[Value]:
    """Name what was touched besides; how, stays in the log."""
    for name in sorted(names)[:_MOST_OTHERS]:
        yield Value(name=name, before="", after="")


def _top(path: str) -> str:
    return path.removeprefix("properties.").partition(".")[0].partition("[")[0]
