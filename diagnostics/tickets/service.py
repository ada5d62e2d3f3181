"""What a ticket system is asked, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from diagnostics.tickets.ticket import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment of ours."""

    id: str
    text: str  # as it was written
    url: str = ""  # where people read it


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One file of ours that lies at the ticket."""

    id: str
    name: str
    size: int  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How the ticket stood when it was looked at. Titles and names are a stranger's texts."""

    title: str
    state: str  # "In Progress", "open", "closed, locked"
    url: str
    who: str  # as whom we are signed in
    comments: tuple[Comment, ...] = ()  # ours with the mark, the oldest first
    files: tuple[Stored, ...] = ()  # ours of the name, the oldest first
    lacking: tuple[str, ...] = ()  # sentences: what this login or this ticket does not allow
    largest_file: int | None = None  # bytes; None = not said
    keeps_old_file: bool = False  # this login may not delete its own files
    also_read_by: str = ""  # who reads it that one might forget; empty = nobody that is known of


class Service(Protocol):
    """One ticket system. Every method raises `Refusal`."""

    takes_files: bool

    def look(self, ticket: Ticket, mark: str, file_name: str | None) -> Found:
        """Read the ticket, who we are, and what of ours is there. Writes nothing.

        Args:
            ticket: which.
            mark: of the comments that are looked for.
            file_name: of the files that are looked for; None = none will be sent.
        """
        ...

    def comment(self, ticket: Ticket, text: str) -> Comment:
        """Write a comment."""
        ...

    def change(self, ticket: Ticket, comment: Comment, text: str) -> Comment:
        """Write another text into a comment of ours."""
        ...

    def upload(self, ticket: Ticket, name: str, data: bytes) -> Stored:
        """Put a file to the ticket."""
        ...

    def remove(self, stored: Stored) -> None:
        """Take a file of ours away from the ticket."""
        ...
