"""Whose turn it is stands on the first page, in every form."""

from __future__ import annotations

import json

import pytest

from diagnostics.repair import Turn
from diagnostics.report.present import present
from diagnostics.report.record import Report
from tests.support.examined import examined

WHOSE = {
    "service-principal-disabled": "Our turn: ",
    "ajo-unhealthy": "Adobe's turn; this first step: ",
    "service-principal-disabled@adobe-managed+ajo-unhealthy": "Our turn (2/2 Adobe's): ",
}


def first_page(report: Report) -> str:
    return " ".join(" ".join(present((report,), "text").splitlines()[:24]).split())


@pytest.mark.parametrize("name", list(WHOSE))
def test_the_first_page_says_whose_turn_it_is(name: str) -> None:
    report = examined(name).report
    assert f"Who {WHOSE[name]}" in first_page(report)
    assert f"* **Who**: {WHOSE[name]}" in present((report,), "markdown")
    tree = json.loads(present((report,), "json"))
    assert {cause["turn"] for cause in tree["causes"]} <= {turn.value for turn in Turn}


def test_an_open_question_is_ours() -> None:
    report = examined("unreachable").report
    assert "Do now Our turn: " in first_page(report)
