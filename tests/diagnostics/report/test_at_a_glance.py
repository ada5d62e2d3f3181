"""The first page says who changed it and when, where one change does explain it; machines are told no names of people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from diagnostics.report.changes_record import ChangesView, ChangeView
from diagnostics.report.changes_wording import at_a_glance
from diagnostics.report.clean import clean
from diagnostics.report.present import present
from diagnostics.report.record import Report
from tests.support.reporting import LOST, NOW, a_ranked_cause, an_outcome, judged

WHO = "dana.ops@contoso.example"


def a_view(minutes: int = 40, **fields: Any) -> ChangeView:
    """A change that explains, so many minutes before the run."""
    given: dict[str, Any] = {
        "at": f"{NOW - timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}",
        "log": "vault audit",
        "operation": "KeyUpdate",
        "what": "Key k: KeyUpdate",
        "subject": "k",
        "who": WHO,
        "before": "",
        "after": "",
        "explains": ("KV901",),
        "causes": ("key-lost",),
        "weight": "explains",
        "because": "It switched off the key.",
    }
    return ChangeView(**(given | fields))


def a_report(*views: ChangeView) -> Report:
    found = an_outcome(LOST.found("k", "Key k is lost."))
    report = clean(judged(found, causes=(a_ranked_cause(),)))
    at = report.started_at
    return replace(report, changes=ChangesView(since=at, until=at, changes=views, logs=()))


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (a_view(), f"40 minutes before this run, by {WHO}."),
        (
            a_view(who=""),
            "40 minutes before this run, the log does not say by whom.",
        ),
        (a_view(0), f"While this run looked, by {WHO}."),
        (a_view(at="", who=""), "Between the clean run and this one."),
        (
            a_view(weight="may explain"),
            f"Perhaps 40 minutes before this run, by {WHO}.",
        ),
        (a_view(weight="beside it", causes=()), ""),
        (a_view(causes=("another",)), ""),
    ],
    ids=[
        "it explains",
        "nobody named",
        "just now",
        "two runs",
        "it may",
        "beside it",
        "another cause",
    ],
)
def test_what_is_said_of_one_change(view: ChangeView, said: str) -> None:
    report = a_report(view)
    assert at_a_glance(report, report.causes[0]) == said
    drawn = present((report,), "text")
    assert ("\nChanged   " in drawn) is bool(said)


def test_of_two_that_may_be_it_neither_is_accused() -> None:
    report = a_report(a_view(weight="may explain"), a_view(20, weight="may explain"))
    assert at_a_glance(report, report.causes[0]) == ""


def test_of_two_that_explain_it_the_first_is_named() -> None:
    report = a_report(a_view(), a_view(90, who="robin"))
    assert WHO in at_a_glance(report, report.causes[0])


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_every_form_for_people_says_it(form: str) -> None:
    assert "40 minutes before this run" in present((a_report(a_view()),), form)


@pytest.mark.parametrize("form", ["junit", "nagios", "openmetrics"])
def test_forms_for_machines_name_nobody(form: str) -> None:
    drawn = present((a_report(a_view()),), form)
    assert "dana" not in drawn
    assert "before this run" not in drawn
