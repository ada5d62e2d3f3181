"""In which order things are sent, so that a failure leaves the ticket as it was, or with everything on it.

The file goes first, then the comment that speaks of it, and what it replaces is taken away last. Where the comment is
refused, the new file is taken away again. Nothing is sent twice: where an answer got lost, the ticket is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from diagnostics.errors import ConfigError, DoctorError
from diagnostics.tickets.content import Content, File
from diagnostics.tickets.errors import NOTHING_SENT, Halfway, Refusal, not_sent
from diagnostics.tickets.mark import same
from diagnostics.tickets.service import Comment, Found, Service, Stored
from diagnostics.tickets.ticket import Ticket

_AGAIN = "attach it again: what is there is changed, nothing is doubled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What will be done to the ticket."""

    ticket: Ticket
    mark: str
    content: Content
    found: Found

    @property
    def changes(self) -> Comment | None:
        """The comment that gets the new text; None = a new one is written. The first: answers stand below it."""
        return self.found.comments[0] if self.found.comments else None

    @property
    def is_done(self) -> bool:
        """Tell whether the ticket holds all of it already."""
        file = self.content.file
        holds_file = file is None or [each.size for each in self.found.files] == [len(file.data)]
        return (
            self.changes is not None and same(self.changes.text, self.content.text) and holds_file
        )


@dataclass(slots=True)
class Progress:
    """What stands on the ticket by now; read also when the sending was interrupted."""

    comment: Comment | None = None
    file: Stored | None = None
    notes: list[str] = field(default_factory=list[str])  # what was not tidied up

    @property
    def stands(self) -> tuple[str, ...]:
        """Say what was sent so far."""
        file = f"the file {self.file.name}" if self.file else ""
        comment = "the comment" if self.comment else ""
        return tuple(filter(None, (file, comment)))


class Unseen(DoctorError):
    """Whether something arrived cannot be seen."""


def plan(service: Service, ticket: Ticket, mark: str, content: Content) -> Plan:
    """Look at the ticket, and refuse before anything is sent what would be refused after it.

    Raises:
        ConfigError: with what does not allow it.
    """
    file = content.file
    try:
        found = service.look(ticket, mark, file.name if file else None)
    except Refusal as refusal:
        raise not_sent(refusal, str(ticket)) from None
    if found.lacking:
        raise ConfigError("; ".join(found.lacking), do=NOTHING_SENT, source=str(ticket))
    if file and found.largest_file is not None and len(file.data) > found.largest_file:
        raise ConfigError(
            f"the file has {len(file.data):,} bytes, and this system takes {found.largest_file:,}",
            do=f"{NOTHING_SENT}; --no-file sends the comment alone",
            source=str(ticket),
        )
    return Plan(ticket=ticket, mark=mark, content=content, found=found)


def send(service: Service, what: Plan, progress: Progress) -> None:
    """Do it.

    Raises:
        ConfigError: if it was refused, and the ticket is as it was.
        Halfway: if it is not, or that is not certain.
    """
    if what.content.file:
        progress.file = _upload(service, what, what.content.file)
    try:
        progress.comment = _comment(service, what)
    except Unseen as unseen:
        # The file stays: the comment that speaks of it may be there.
        raise Halfway(str(unseen), (*progress.stands, "perhaps the comment"), _AGAIN) from None
    except Refusal as refusal:
        _take_back(service, what, progress, refusal)
    for old in what.found.files if what.content.file else ():
        try:
            service.remove(old)
        except Refusal as refusal:
            progress.notes.append(f"the earlier file {old.name} is still there: {refusal}")


def _upload(service: Service, what: Plan, file: File) -> Stored:
    try:
        return service.upload(what.ticket, file.name, file.data)
    except Refusal as refusal:
        if not refusal.may_have_arrived:
            raise not_sent(_without_file(refusal), str(what.ticket)) from None
        return _arrived_file(service, what, file, refusal)


def _without_file(refusal: Refusal) -> Refusal:
    also = "--no-file sends the comment alone"
    return Refusal(refusal.problem, do="; ".join(filter(None, (refusal.do, also))))


def _arrived_file(service: Service, what: Plan, file: File, lost: Refusal) -> Stored:
    """Find the file whose answer got lost."""
    before = {each.id for each in what.found.files}
    try:
        now = service.look(what.ticket, what.mark, file.name)
    except Refusal:
        raise Halfway(lost.problem, (f"perhaps the file {file.name}",), _AGAIN) from None
    new = [each for each in now.files if each.id not in before and each.size == len(file.data)]
    if not new:
        stands = "nothing of it, when it was looked at again"
        raise Halfway(lost.problem, (stands,), _AGAIN)
    return new[-1]


def _comment(service: Service, what: Plan) -> Comment:
    text, old = what.content.text, what.changes
    try:
        if old is not None and same(old.text, text):
            return old
        if old is not None:
            return service.change(what.ticket, old, text)
        return service.comment(what.ticket, text)
    except Refusal as refusal:
        arrived = _arrived_comment(service, what) if refusal.may_have_arrived else None
        if arrived is None:
            raise
        return arrived


def _arrived_comment(service: Service, what: Plan) -> Comment | None:
    """Find the comment whose answer got lost; None = it is not there.

    Raises:
        Unseen: if that cannot be seen.
    """
    try:
        now = service.look(what.ticket, what.mark, None)
    except Refusal as refusal:
        raise Unseen(refusal.problem) from None
    return next((each for each in now.comments if same(each.text, what.content.text)), None)


def _take_back(service: Service, what: Plan, progress: Progress, refusal: Refusal) -> None:
    """Take the new file away again, and say how the ticket stands.

    Raises:
        ConfigError: if the ticket is as it was.
        Halfway: if not, or if that is not certain.
    """
    if progress.file:
        try:
            service.remove(progress.file)
        except Refusal:
            raise Halfway(refusal.problem, progress.stands, _do(refusal)) from None
        progress.file = None
    if refusal.may_have_arrived:
        stands = "perhaps the comment: it was not there when it was looked at again"
        raise Halfway(refusal.problem, (stands,), _AGAIN)
    raise not_sent(refusal, str(what.ticket))


def _do(refusal: Refusal) -> str:
    return "; ".join(filter(None, (refusal.do, _AGAIN)))
