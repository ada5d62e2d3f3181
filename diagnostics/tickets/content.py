"""What goes to the ticket: a comment that fits its field, and one file where the system takes files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from diagnostics.errors import ConfigError
from diagnostics.tickets.mark import marked
from diagnostics.tickets.ticket import GITHUB, JIRA, Ticket

_SMALLEST = 300  # bytes; what Markdown cannot be shortened below
_ROUNDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to send."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one report is on one ticket."""

    text: str  # of the comment, with its mark
    room: int  # bytes that the field takes
    file: File | None = None

    @property
    def size(self) -> int:
        """Bytes of the comment."""
        return len(self.text.encode())


def content(
    ticket: Ticket,
    mark: str,
    draw: Callable[[int], str],
    room: int,
    file: bytes | None,
    *,
    closing: str = "",
) -> Content:
    """Write the comment.

    Args:
        ticket: where it goes.
        mark: by what it is found again.
        draw: the report as Markdown, in so many bytes at most.
        room: bytes that the field takes.
        file: the report as one HTML file; None = the comment goes alone.
        closing: a sentence in Markdown that stands below the report whatever is left out of it.

    Raises:
        ConfigError: if the field takes too little to say anything.
    """
    attached = None if file is None else File(name=f"{mark}.html", data=file)
    left = room
    for _ in range(_ROUNDS):
        if left < _SMALLEST:
            break
        text = _written(ticket, mark, draw(left) + (f"\n{closing}\n" if closing else ""), attached)
        over = len(text.encode()) - room
        if over <= 0:
            return Content(text=text, room=room, file=attached)
        # Jira's notation is a little longer than Markdown; shortened text is not longer by the same.
        left = min(left, len(draw(left).encode())) - over - 16
    raise ConfigError(
        f"in {room} bytes nothing can be said on this ticket",
        do="give a larger --max-size, or leave it",
        source="--max-size",
    )


def _written(ticket: Ticket, mark: str, markdown: str, file: File | None) -> str:
    if ticket.system == GITHUB:
        return marked(markdown, mark, GITHUB)
    from diagnostics.tickets.wiki import wiki

    whole = f"The whole report: [^{file.name}]\n\n" if file else ""
    return marked(wiki(markdown) + ("\n" + whole if whole else ""), mark, JIRA)
