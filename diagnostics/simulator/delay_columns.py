"""The columns of the feedback dataset, and how each form of file writes them.

Source: XDM fields of the AJO Message Feedback Event Dataset (timestamp, `_experience.customerJourneyManagement…`), read
2026-11-23. The spelling `messageDeliveryfeedback` is the dataset's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from diagnostics.simulator.delay_incidents import COMPONENTS
from diagnostics.simulator.ids import CAMPAIGN_VERSION

_ROOT = ("_experience", "customerJourneyManagement")
MAIL = "https://ns.adobe.com/xdm/channels/email"
PUSH = "https://ns.adobe.com/xdm/channels/push"


class Form(StrEnum):
    """The form of the file."""

    PARQUET = "parquet"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class _Column:
    path: tuple[str, ...]
    expression: str  # of the names of `delay_sql`; times in milliseconds
    is_time: bool = False


def _below(path: str, expression: str, *, is_time: bool = False) -> _Column:
    return _Column((*_ROOT, *path.split(".")), expression, is_time)


_COLUMNS: tuple[_Column, ...] = (
    _Column(("_id",), "'ev-' || i || '-' || k"),
    _Column(("timestamp",), "seen", is_time=True),
    _Column(("eventType",), "'message.feedback'"),
    _below("messageExecution.messageExecutionID", "execution"),
    _below("messageExecution.campaignID", "campaign"),
    _below("messageExecution.campaignVersionID", f"'{CAMPAIGN_VERSION}'"),
    _below("messageExecution.messageType", "'transactional'"),
    _below("messageExecution.waveID", "wave"),
    _below("messageProfile.messageProfileID", "'mp-' || i"),
    _below("messageProfile.requestID", "'rq-' || i"),
    _below("messageProfile.isTestExecution", "is_test"),
    _below("messageProfile.isSendTimeOptimized", "optimized IS NOT NULL"),
    _below("messageProfile.optimizedSendTime", "optimized", is_time=True),
    _below("messageProfile.channel._id", f"CASE WHEN is_mail THEN '{MAIL}' ELSE '{PUSH}' END"),
    _below("emailChannelContext.address", "address || '@' || domain"),
    _below("emailChannelContext.domain", "domain"),
    _below("emailChannelContext.outboundIP", "outbound_ip"),
    _below("messageDeliveryfeedback.feedbackStatus", "status"),
    _below("messageDeliveryfeedback.retryCount", "k"),
    _below("messageDeliveryfeedback.requestTimestamp", "requested", is_time=True),
    _below("messageDeliveryfeedback.firstAttemptTimestamp", "attempted", is_time=True),
    _below("messageDeliveryfeedback.messageFailure.reason", "reason"),
    _below("messageDeliveryfeedback.messageFailure.code", "failure_code"),
    _below("messageDeliveryfeedback.messageFailure.type", "failure_type"),
    _below("messageDeliveryfeedback.messageFailure.category", "failure_category"),
    _below("messageDeliveryfeedback.messageExclusion.code", "exclusion_code"),
    _below("messageDeliveryfeedback.messageExclusion.reason", "exclusion_reason"),
    _below("processingFlowTimeline.flowName", "'ajo'"),
)
_NODES = (*_ROOT, "processingFlowTimeline", "processingNodes")
LEAVES = tuple(sorted({column.path[-1] for column in _COLUMNS} | {"processingNodes"}))
_NEEDED = ("timestamp",)  # without it a row says nothing


def removable() -> tuple[str, ...]:
    """Return the names of fields that an export can lack."""
    return tuple(name for name in LEAVES if name not in _NEEDED)


def selection(form: Form, separator: str, without: Sequence[str]) -> str:
    """Return what to select, for one form of file.

    Args:
        form: of the file.
        separator: between the parts of a name in CSV: "." or "_".
        without: last parts of the fields' names that the export lacks.
    """
    shown = [column for column in _COLUMNS if column.path[-1] not in without]
    as_time = _as_instant if form is Form.PARQUET else _as_text
    leaves = [
        (column.path, as_time(column.expression) if column.is_time else column.expression)
        for column in shown
    ]
    if "processingNodes" not in without:
        if form is Form.CSV:
            leaves += _spread(as_time)
        else:
            leaves.append((_NODES, _list(as_time)))
    if form is Form.CSV:
        named = [f'{value} AS "{_flat(path, separator)}"' for path, value in leaves]
        return ",\n  ".join(named)
    return ",\n  ".join(f'{value} AS "{name}"' for name, value in _nested(leaves))


def _flat(path: tuple[str, ...], separator: str) -> str:
    return separator.join(path)


def _nested(leaves: Sequence[tuple[tuple[str, ...], str]]) -> list[tuple[str, str]]:
    """Fold paths into structs, in the order in which they come."""
    order: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for path, value in leaves:
        order.setdefault(path[0], []).append((path[1:], value))
    return [(name, _struct(below)) for name, below in order.items()]


def _struct(below: Sequence[tuple[tuple[str, ...], str]]) -> str:
    if len(below) == 1 and not below[0][0]:
        return below[0][1]
    inner = ", ".join(f'"{name}" := {value}' for name, value in _nested(below))
    return f"struct_pack({inner})"


def _list(as_time: Callable[[str], str]) -> str:
    nodes = ", ".join(
        f"struct_pack(\"componentName\" := '{name}', \"serviceGroup\" := '{group}', "
        f'"startTime" := {as_time(f"begin_{at}")}, "endTime" := {as_time(f"end_{at}")})'
        for at, (name, group, _) in enumerate(COMPONENTS)
    )
    return f"CASE WHEN attempted IS NULL THEN list_slice([{nodes}], 1, 2) ELSE [{nodes}] END"


def _spread(as_time: Callable[[str], str]) -> list[tuple[tuple[str, ...], str]]:
    """Give each component columns of its own, by its position in the list."""
    found: list[tuple[tuple[str, ...], str]] = []
    for at, (name, group, _) in enumerate(COMPONENTS):
        values = (
            ("componentName", f"'{name}'"),
            ("serviceGroup", f"'{group}'"),
            ("startTime", as_time(f"begin_{at}")),
            ("endTime", as_time(f"end_{at}")),
        )
        found += [((*_NODES, str(at), member), value) for member, value in values]
    return found


def _as_instant(expression: str) -> str:
    return f"to_timestamp(({expression}) / 1000.0)"


def _as_text(expression: str) -> str:
    return f"strftime(make_timestamp(({expression}) * 1000), '%Y-%m-%dT%H:%M:%S.%gZ')"
