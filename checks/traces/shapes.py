"""How a trace is written down."""

from __future__ import annotations

from diagnostics import Rule, Trace


def shown(cause: str, *rules: Rule) -> Trace:
    """Make the trace of a cause that was seen itself."""
    return Trace(cause=cause, rules=rules)


def hinted(cause: str, *rules: Rule) -> Trace:
    """Make the trace of a symptom: such a change may be behind it, and so may others."""
    return Trace(cause=cause, rules=rules, is_symptom=True)


def unseen(cause: str, why: str) -> Trace:
    """Make the trace of what no log shows.

    Args:
        cause: its id.
        why: why, as one sentence without its full stop, with what would show it where something does.
    """
    return Trace(cause=cause, untraced=why)
