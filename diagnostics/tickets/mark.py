"""By what a comment of ours is found again, so that attaching again changes it instead of writing a second one."""

from __future__ import annotations

import hashlib
import re

from diagnostics.targets import Target
from diagnostics.tickets.ticket import GITHUB, Ticket

_LENGTH = 12  # hexadecimal digits: 48 bits tell the few targets of one ticket apart
_MARK = re.compile(rf"ajo-doctor-[0-9a-f]{{{_LENGTH}}}(?![0-9a-f])")


def mark_of(target: Target, ticket: Ticket) -> str:
    """Name what one target's report is on one ticket.

    The same for every run of a target, also from another machine. What it is made of cannot be read from it, and no two
    tickets have the same one of the same target.
    """
    what = (
        target.name,
        target.cloud.name,
        *map(_text, (target.account, target.key_uri, target.application)),
        *map(_text, (target.ims_org, target.sandbox)),
        str(ticket).casefold(),
    )
    return f"ajo-doctor-{hashlib.sha256(repr(what).encode()).hexdigest()[:_LENGTH]}"


def _text(value: object) -> str:
    return "" if value is None else str(value).casefold()


def marked(text: str, mark: str, system: str) -> str:
    """Write the mark below a comment.

    GitHub shows nothing of an HTML comment. Jira has nothing hidden that both of its editors keep, so there it is a short
    line that says what it is for.
    """
    body = text.rstrip("\n")
    if system == GITHUB:
        return f"{body}\n\n<!-- {mark} -->\n"
    return f"{body}\n\n{note_of(mark)}\n"


def note_of(mark: str) -> str:
    """Give the visible line of a comment at Jira."""
    return f"Report {mark}: attaching it again changes this comment."


def carries(text: str, mark: str) -> bool:
    """Tell whether a comment is the one of that mark: its last line names it.

    A comment that quotes the mark further up is somebody's answer.
    """
    lines = text.strip().splitlines()
    found = _MARK.findall(_plain(lines[-1])) if lines else []
    return found == [mark]


def _plain(line: str) -> str:
    r"""Take out what an editor of Jira's puts in front of characters that could be markup (`\-`)."""
    return line.replace("\\", "")


def same(one: str, other: str) -> bool:
    """Tell whether two comments say the same, however their line ends and ends of lines are written."""
    return _lines(one) == _lines(other)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
