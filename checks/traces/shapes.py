"""How a trace is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from diagnostics import Rule, Seen, Trace


def shown(
    cause: str, *rules: Rule, beyond: str = "", unless: Callable[[Seen], str] | None = None
) -> Trace:
    """Make the trace of a cause that was seen itself.

    Args:
        cause: its id.
        rules: which changes bring it about.
        beyond: what else may, and what would show that, as one sentence without its full stop; it begins with "or".
        unless: says of what was read why nobody did it; empty = somebody may have.
    """
    trace = Trace(cause=cause, rules=rules, beyond=beyond)
    return replace(trace, unless=unless) if unless else trace


def hinted(
    cause: str,
    *rules: Rule,
    beyond: str = "",
    narrower: Callable[[Seen], Trace | None] | None = None,
) -> Trace:
    """Make the trace of a symptom: such a change may be behind it, and so may others.

    Args:
        cause: its id.
        rules: which changes may bring it about.
        beyond: what else may, and which log would show that, as one sentence without its full stop; it begins with "or".
        narrower: gives the trace of the reason that was read; None = none was.
    """
    trace = Trace(cause=cause, rules=rules, is_symptom=True, beyond=beyond)
    return replace(trace, narrower=narrower) if narrower else trace


def unseen(cause: str, why: str) -> Trace:
    """Make the trace of what no log shows.

    Args:
        cause: its id.
        why: why, as one sentence without its full stop, with what would show it where something does.
    """
    return Trace(cause=cause, untraced=why)
