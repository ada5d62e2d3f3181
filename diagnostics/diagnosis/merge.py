"""What several checks say alike is one finding, with the evidence of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from diagnostics.finding import Finding


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Join findings of the same kind at the same subject.

    The worst of them gives severity, reason and message; evidence and deadlines are those of all. Subjects are compared
    without case, as Azure compares identifiers.

    Returns:
        the worst first, then by code and subject; the same for any order of the same findings.
    """
    alike: dict[tuple[str, str], list[Finding]] = {}
    for finding in sorted(findings, key=_place):
        alike.setdefault((finding.kind.code, finding.subject.casefold()), []).append(finding)
    return tuple(sorted((_joined(each) for each in alike.values()), key=_place))


def _joined(said: list[Finding]) -> Finding:
    """Join findings; the first is the worst."""
    if len(said) == 1:
        return said[0]
    deadlines = {deadline for finding in said for deadline in finding.deadlines}
    return replace(
        said[0],
        evidence=tuple(dict.fromkeys(line for finding in said for line in finding.evidence)),
        deadlines=tuple(sorted(deadlines, key=lambda each: (each.at, each.what))),
    )


def _place(finding: Finding) -> tuple[int, str, str, str, str]:
    return (
        -finding.severity,
        finding.kind.code,
        finding.subject.casefold(),
        finding.message,
        repr(finding),  # two that differ in nothing above still have one order
    )
