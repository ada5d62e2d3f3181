"""What hangs on what: causes, the findings they explain, the evidence of these; and what speaks against, hides or looks alike."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.records import record
from diagnostics.report.record import CauseView, FindingView, OpenView, Report

MOST_FINDINGS = 12  # drawn one by one; a taller picture fits no sheet of paper


@record(frozen=True, slots=True, kw_only=True)
class Node:
    """One thing in the graph."""

    key: str
    sort: str  # "change", "cause", "none", "told", "finding", "evidence", "more", or a relation: "hides", "alike", "against", "open"
    title: str  # what it is, in a word or a code
    text: str
    target: str  # id of the element that says all of it, without the prefix of its report


@record(frozen=True, slots=True, kw_only=True)
class Branch:
    """One finding or relation of a cause, with its evidence; `is_first` is false where it was drawn for another cause."""

    node: Node
    evidence: Node | None = None
    is_first: bool = True


@record(frozen=True, slots=True, kw_only=True)
class Trunk:
    """One cause and what hangs on it; `changes` stand before it."""

    node: Node
    changes: tuple[Node, ...]
    branches: tuple[Branch, ...]


def graph_of(report: Report) -> tuple[Trunk, ...]:
    """Give the graph: one trunk a cause, and one for what no cause explains; empty where nothing was found."""
    numbers = {id(view): at for at, view in enumerate(report.findings, 1)}
    room = _Room(numbers)
    trunks = [_cause(report, cause, at, room) for at, cause in enumerate(report.causes, 1)]
    left = [view for view in report.findings if not _is_explained(view, report)]
    if left:
        is_told_only = all(view.severity == "info" for view in left)
        node = Node(
            key="none",
            sort="told" if is_told_only else "none",
            title="For your information" if is_told_only else "No cause",
            text="This is no fault" if is_told_only else "No known cause explains this",
            target="findings",
        )
        trunks.append(Trunk(node=node, changes=(), branches=tuple(room.branches(left))))
    return tuple(trunk for trunk in trunks if trunk.branches)


def _is_explained(view: FindingView, report: Report) -> bool:
    return any(view.code in cause.explains for cause in report.causes)


class _Room:
    """Counts what is drawn: each finding once, and only so many."""

    def __init__(self, numbers: dict[int, int]) -> None:
        self._numbers, self._drawn = numbers, set[int]()

    def branches(self, views: list[FindingView]) -> Iterator[Branch]:
        hidden = 0
        for view in views:
            at = self._numbers[id(view)]
            is_first = at not in self._drawn
            if is_first and len(self._drawn) >= MOST_FINDINGS:
                hidden += 1
                continue
            self._drawn.add(at)
            yield _finding(view, at, is_first=is_first)
        if hidden:
            said = f"and {hidden} more finding{'s' * (hidden > 1)}"
            at = self._numbers[id(views[0])]
            yield Branch(
                node=Node(key=f"more{at}", sort="more", title="More", text=said, target="findings")
            )


def _finding(view: FindingView, at: int, *, is_first: bool) -> Branch:
    node = Node(
        key=f"f{at}",
        sort="finding",
        title=f"{view.code} {view.severity}",
        text=view.title,
        target=f"finding-{at}",
    )
    count = len(view.evidence)
    seen = Node(
        key=f"e{at}",
        sort="evidence",
        title=f"Evidence, {count} line{'s' * (count != 1)}" if count else "Seen by",
        text=view.evidence[0] if view.evidence else ", ".join(view.checks),
        target=f"evidence-{at}",
    )
    return Branch(node=node, evidence=seen, is_first=is_first)


def _cause(report: Report, cause: CauseView, at: int, room: _Room) -> Trunk:
    found = sorted(
        (view for view in report.findings if view.code in cause.explains),
        key=lambda view: cause.explains.index(view.code),
    )
    number = f" {at}/{len(report.causes)}" if report.causes[1:] else ""
    return Trunk(
        node=Node(
            key=f"c{at}",
            sort="cause",
            title=f"Cause{number}, confidence {cause.confidence}",
            text=cause.title,
            target=f"why-{at}",
        ),
        changes=tuple(_changes(report, cause)),
        branches=(*room.branches(found), *_relations(report, cause, at)),
    )


def _changes(report: Report, cause: CauseView) -> Iterator[Node]:
    for number, change in enumerate(report.changes.changes if report.changes else (), 1):
        if cause.id in change.causes:
            yield Node(
                key=f"ch{number}",
                sort="change",
                title=f"Change, {change.weight} it".replace("beside it it", "beside it"),
                text=change.what,
                target=f"change-{number}",
            )


def _relations(report: Report, cause: CauseView, at: int) -> Iterator[Branch]:
    named = (
        ("against", "Against it", cause.against),
        ("open", "Could change it", cause.could_change),
        ("alike", "Looks the same", cause.look_alikes),
        ("hides", "After the repair", cause.hides),
    )
    for sort, title, texts in named:
        for number, text in enumerate(texts, 1):
            question = _question(report, text) if sort == "open" else None
            target = f"open-{question}" if question else f"why-{at}"
            key = f"{sort}{at}-{number}"
            yield Branch(node=Node(key=key, sort=sort, title=title, text=text, target=target))


def _question(report: Report, text: str) -> int | None:
    """Give the number of the open question that a sentence names by its check."""
    return next((at for at, each in enumerate(report.open, 1) if _names(text, each)), None)


def _names(text: str, question: OpenView) -> bool:
    return question.check in text.replace(":", " ").split()
