"""What machines read, read by others than us: any report, with any text in it, in each form, comes back as it was.

Beside our own assertions there stand Jenkins' published schema and junitparser, Prometheus' promtool and both parsers of its
Python client, Monitoring::Plugin, and jsonschema.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from io import BytesIO
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase
from lxml import etree
from prometheus_client import parser as classic
from prometheus_client.openmetrics import parser as strict

from diagnostics.report import escape, nagios
from diagnostics.report.present import present
from diagnostics.report.record import Report
from scripts import generate_schema
from tests.support.any_report import reports
from tests.support.machines import figures, junit_schema, promtool

some = st.lists(reports(), min_size=1, max_size=3)
# A report is a hundred texts: to look for the smallest one that fails takes longer than to read any.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
ANY = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
}
slow = settings(max_examples=30, **ANY)
few = settings(max_examples=8, **ANY)
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


# JUnit


def suites(given: list[Report]) -> Any:
    text = present(given, "junit")
    document = etree.parse(BytesIO(text.encode()))
    junit_schema().assertValid(document)
    return JUnitXml.fromstring(text.encode())


def results(case: TestCase) -> set[type]:
    return {type(each) for each in case.result}


@given(given=some)
@slow
def test_junit_keeps_to_the_schema_and_is_red_exactly_where_the_exit_code_is(
    given: list[Report],
) -> None:
    read = list(suites(given))
    assert [suite.name for suite in read] == [escape.plain(report.target) for report in given]
    for suite, report in zip(read, given, strict=True):
        cases = list(suite)
        is_red = any(results(case) & {Failure, Error} for case in cases)
        assert is_red == (report.exit_code != 0)
        counted = [
            sum(kind in results(case) for case in cases) for kind in (Failure, Error, Skipped)
        ]
        assert [suite.failures, suite.errors, suite.skipped] == counted
        assert suite.tests == len(cases) == 1 + len(report.checks)
        assert suite.time >= 0
        properties = {each.name: each.value for each in suite.properties()}
        assert properties["exit_code"] == str(report.exit_code)


@given(report=reports())
@slow
def test_what_could_not_be_seen_never_counts_as_passed_in_junit(report: Report) -> None:
    (suite,) = suites([report])
    cases = dict(zip((check.id for check in report.checks), list(suite)[1:], strict=True))
    for check in report.checks:
        if check.status in ("unknown", "crashed"):
            assert results(cases[check.id]) & {Failure, Error, Skipped}


# OpenMetrics


@given(given=some)
@slow
def test_metrics_are_read_by_the_strict_parser_and_by_the_older_one(given: list[Report]) -> None:
    text = present(given, "openmetrics")
    families = list(strict.text_string_to_metric_families(text))
    older = list(classic.text_string_to_metric_families(text))
    assert text.endswith("# EOF\n")
    assert [(each.name, each.documentation) for each in families] == [
        (each.name, each.documentation) for each in older
    ]
    for one, other in zip(families, older, strict=True):
        assert [(each.name, each.labels, each.value) for each in one.samples] == [
            (each.name, each.labels, each.value) for each in other.samples
        ]
    latest = {
        report.target: report
        for report in sorted(given, key=lambda each: datetime.fromisoformat(each.started_at))
    }
    codes = next(each for each in families if each.name == "ajo_doctor_exit_code")
    assert {each.labels["target"]: each.value for each in codes.samples} == {
        escape.plain(target): report.exit_code for target, report in latest.items()
    }


@given(report=reports())
@few
def test_promtool_has_nothing_to_say_about_metrics(report: Report) -> None:
    assert promtool(present([report], "openmetrics")) == (0, "")


def test_promtool_would_say_something() -> None:
    """Else the test above could not fail."""
    code, said = promtool('# TYPE x gauge\nx{a="1"} 1\nx{a="1"} 2\n')
    assert code
    assert said


# The plugin's answer


FIRST = re.compile(r"AJO-DOCTOR (OK|WARNING|CRITICAL|UNKNOWN) - [^|\n]+ \| ([^|\n]+)")
WORST = ("CRITICAL", "WARNING", "UNKNOWN", "OK")
# Monitoring Plugins development guidelines, 2.6: 'label'=value[UOM];[warn];[crit];[min];[max]
RANGE = r"(?:@?(?:~|-?\d+(?:\.\d+)?)?:?(?:-?\d+(?:\.\d+)?)?)"
FIGURE = re.compile(
    rf"[^='\s|]+=-?\d+(?:\.\d+)?(?:us|ms|s|%|[KMGT]?B|c)?(?:;{RANGE}(?:;{RANGE}(?:;-?[\d.]*(?:;-?[\d.]*)?)?)?)?"
)


@given(given=some)
@slow
def test_a_plugins_answer_keeps_to_the_grammar_of_the_guidelines(given: list[Report]) -> None:
    text = present(given, "nagios")
    first, *more = text.split("\n")
    match = FIRST.fullmatch(first)
    assert match, first
    states = [nagios.state(report) for report in given]
    assert match[1] == min(states, key=WORST.index)
    bad = sum(word != "OK" for word in states) - (match[1] != "OK")
    more_targets = re.search(r"\(\+(\d+) targets?, (\d+ not|all) OK\) \|", first)
    assert (more_targets is None) == (len(given) == 1)
    if more_targets:
        assert more_targets.groups() == (str(len(given) - 1), f"{bad} not" if bad else "all")
    for figure in match[2].split(" "):
        assert FIGURE.fullmatch(figure), figure
    assert "|" not in "".join(more)  # it would begin more figures
    assert len(text.encode()) <= 4096
    assert all(escape.plain(line) == line for line in text.split("\n"))


@given(report=reports())
@slow
def test_the_word_of_a_plugin_says_what_the_exit_code_says(report: Report) -> None:
    words = {0: {"OK"}, 1: {"WARNING", "CRITICAL"}}.get(report.exit_code, {"UNKNOWN"})
    assert nagios.state(report) in words


@given(given=some)
@few
def test_monitoring_plugin_reads_every_figure(given: list[Report]) -> None:
    performance = present(given, "nagios").split("\n")[0].partition(" | ")[2]
    read = {each.label: each for each in figures(performance)}
    opened = [view for report in given for view in report.open]
    assert read["open"].value == str(len(opened))
    needed = [view for view in opened if view.required and not view.accepted]
    assert read["open_required"].value == str(len(needed))
    assert list(read) == [each.partition("=")[0] for each in performance.split(" ")]
    found = [view for report in given for view in report.findings if not view.suppressed]
    assert read["critical"].value == str(sum(view.severity == "critical" for view in found))
    assert (read["critical"].critical, read["critical"].min) == ("0", "0")
    assert read["warning"].warning == "0"
    assert read["targets"].value == str(len(given))
    assert read["duration"].uom == "s"
    began = min(datetime.fromisoformat(report.started_at) for report in given)
    finished = max(datetime.fromisoformat(report.finished_at) for report in given)
    took = max(0.0, (finished - began).total_seconds())  # of targets side by side, not their sum
    assert float(read["duration"].value) == pytest.approx(took)


# JSON


@pytest.mark.parametrize("path", generate_schema.FILES, ids=lambda path: path.name)
def test_a_published_schema_is_a_schema_and_that_of_the_records(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == generate_schema.FILES[path]()
    jsonschema.Draft202012Validator.check_schema(json.loads(text))


@given(given=some)
@slow
def test_json_keeps_to_its_schema_and_holds_every_text_as_it_is(given: list[Report]) -> None:
    text = present(given, "json")
    assert text.isascii()
    read = json.loads(text)
    schema = json.loads(generate_schema.TARGET.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(read)
    of_each = read["reports"] if len(given) > 1 else [read]
    assert [each["target"] for each in of_each] == [report.target for report in given]
    assert [each["exit_code"] for each in of_each] == [report.exit_code for report in given]
