"""What several packs know of changes, as one."""

from __future__ import annotations

from collections.abc import Sequence

from diagnostics.changes.rule import Elsewhere, Link, LogHelp, OnPath, Trace, Tracing
from diagnostics.evidence import Seen
from diagnostics.targets import Target


def joined(known: Sequence[Tracing]) -> Tracing:
    """Join what packs know; of what two say of one log, the first is taken."""

    def on_path(target: Target, seen: Seen) -> OnPath:
        ids: dict[Link, frozenset[str]] = {}
        for each in known:
            for link, more in each.on_path(target, seen).items():
                ids[link] = ids.get(link, frozenset[str]()) | more
        return ids

    def logs(target: Target, seen: Seen) -> tuple[LogHelp, ...]:
        said: dict[str, LogHelp] = {}
        for each in known:
            for help_ in each.logs(target, seen):
                said.setdefault(help_.log, help_)
        return tuple(said.values())

    def elsewhere(target: Target, trace: Trace) -> Elsewhere | None:
        said = (each.elsewhere(target, trace) for each in known)
        return next(filter(None, said), None)

    traces = (trace for each in known for trace in each.traces)
    return Tracing(
        traces=tuple(sorted(traces, key=lambda trace: trace.cause)),
        on_path=on_path,
        logs=logs,
        elsewhere=elsewhere,
        described=tuple(one for each in known for one in each.described),
        fleeting=frozenset(name for each in known for name in each.fleeting),
    )
