"""Every cause of the built-in pack either leaves something in a log, or says why nothing does."""

from __future__ import annotations

import pytest

from checks.pack import PACK
from checks.traces.table import TRACING
from diagnostics.catalogue import Catalogue
from diagnostics.changes.change import ChangeLog
from diagnostics.changes.rule import Trace, Tracing
from diagnostics.errors import CatalogueError
from diagnostics.evidence import Seen
from diagnostics.pack import Pack
from tests.support.small import HOT, TARGET, a_cause, a_check

TRACES = {trace.cause: trace for trace in TRACING.traces}


def test_each_cause_has_its_trace_and_each_trace_its_cause() -> None:
    assert set(TRACES) == {cause.id for cause in PACK.causes}


@pytest.mark.parametrize("trace", TRACING.traces, ids=lambda trace: trace.cause)
def test_a_trace_has_rules_of_real_logs_or_a_reason(trace: Trace) -> None:
    assert bool(trace.rules) != bool(trace.untraced)
    assert not trace.untraced.endswith(".")
    for rule in trace.rules:
        assert rule.log is not ChangeLog.EARLIER_RUN
        assert rule.operations
        assert all(each == each.lower() for each in (*rule.operations, *rule.undone_by))
        assert rule.why.startswith("it ")
        assert not set(rule.operations) & set(rule.undone_by)


def test_each_log_that_a_rule_names_says_how_it_is_read() -> None:
    helps = {each.log: each.do for each in TRACING.logs(TARGET, Seen())}
    assert {rule.log for trace in TRACING.traces for rule in trace.rules} <= set(helps)
    assert all(helps.values())
    assert "diagnostic-settings create" in helps[ChangeLog.VAULT]


@pytest.mark.parametrize(
    ("trace", "word"),
    [
        (Trace(cause="no-such-cause", untraced="so"), "no such cause"),
        (Trace(cause="water-hot"), "either rules"),
    ],
)
def test_a_trace_that_fits_nothing_is_refused(trace: Trace, word: str) -> None:
    pack = Pack(
        name="water",
        checks=(a_check(),),
        causes=(a_cause("water-hot", HOT),),
        tracing=Tracing(traces=(trace,)),
    )
    with pytest.raises(CatalogueError, match=word):
        Catalogue([pack])
