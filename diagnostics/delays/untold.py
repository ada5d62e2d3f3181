"""What columns without any value leave unknown: a count that nobody could make is no zero. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from diagnostics.delays.record import Filled, Group


def told(
    group: Group, filled: tuple[Filled, ...], opened: Mapping[tuple[str, str], int] | None
) -> Group:
    """Take out of a group the counts that these columns cannot give.

    Args:
        group: as it was counted; of open messages nothing yet.
        filled: what the rows have.
        opened: messages without an end, by group; None = which, cannot be told.
    """
    has = {each.field for each in filled if each.share > 0}
    of_status = "status" in has
    open_now = None
    if of_status and opened is not None:
        open_now = opened.get((group.dimension, group.name), 0)
    return replace(
        group,
        retried=group.retried if "retries" in has else None,
        delayed=group.delayed if of_status else None,
        bounced=group.bounced if of_status else None,
        # Without a single bounce none was hard, whatever column says so.
        hard=group.hard if of_status and ("failure_type" in has or not group.bounced) else None,
        excluded=group.excluded if of_status else None,
        open=open_now,
    )
