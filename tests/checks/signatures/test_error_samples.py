"""Every sample of the reference: recognised as expected, however it is escaped, wrapped or written.

The samples lie beside the fixtures of `AJO_DOCTOR_FIXTURES`, in `reference/error-samples.jsonl`.
"""

from __future__ import annotations

import html
import json
import os
import re
import textwrap
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.signatures import SIGNATURES
from diagnostics import Certainty, Recognised
from diagnostics.triage.recognise import recognise

NO_MATCH = "no_match"


@cache
def samples() -> tuple[dict[str, Any], ...]:
    fixtures = os.environ.get("AJO_DOCTOR_FIXTURES")
    path = Path(fixtures).parent / "reference" / "error-samples.jsonl" if fixtures else None
    if path is None or not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines if line.strip())


ALL = samples()
KNOWN = tuple(one for one in ALL if one["expected_category"] != NO_MATCH)
pytestmark = [
    pytest.mark.referee,
    pytest.mark.skipif(
        not ALL, reason="AJO_DOCTOR_FIXTURES is not set, or no reference lies beside it"
    ),
]


def named(sample: dict[str, Any]) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", sample["text"].lower())[:40]
    return f"{sample['shape']}-{sample['expected_category']}-{words}"


def signs(text: str) -> list[tuple[str, str, Certainty]]:
    return [(one.signature_id, one.code, one.certainty) for one in recognise(text, SIGNATURES)]


def first(text: str) -> Recognised:
    found = recognise(text, SIGNATURES)
    assert found, text
    return found[0]


@pytest.mark.parametrize("sample", KNOWN, ids=named)
def test_a_sample_gives_its_category_and_its_code(sample: dict[str, Any]) -> None:
    found = recognise(sample["text"], SIGNATURES)
    assert len(found) == 1
    assert found[0].category == sample["expected_category"]
    if sample["expected_code"] is not None:
        assert found[0].code == str(sample["expected_code"])


@pytest.mark.parametrize("sample", KNOWN, ids=named)
def test_what_is_ambiguous_is_called_so_and_nothing_else_is(sample: dict[str, Any]) -> None:
    vague = sample["expected_category"] in ("ambiguous", "cosmos_write_forbidden_or_cmk")
    expected = Certainty.POSSIBLE if vague else Certainty.CERTAIN
    assert first(sample["text"]).certainty is expected


@pytest.mark.parametrize(
    "sample", [one for one in ALL if one["expected_category"] == NO_MATCH], ids=named
)
def test_a_negative_matches_nothing(sample: dict[str, Any]) -> None:
    assert signs(sample["text"]) == []


@pytest.mark.parametrize("sample", KNOWN, ids=named)
@pytest.mark.parametrize("layers", [1, 2, 3])
def test_json_around_it_changes_nothing(sample: dict[str, Any], layers: int) -> None:
    text = sample["text"]
    for ascii_only in (True, False, True)[:layers]:
        text = json.dumps({"log": text}, ensure_ascii=ascii_only)
    assert signs(text) == signs(sample["text"])


@pytest.mark.parametrize("sample", KNOWN, ids=named)
def test_html_around_it_changes_nothing(sample: dict[str, Any]) -> None:
    expected = signs(sample["text"])
    once = html.escape(sample["text"])
    assert signs(once) == expected
    assert signs(html.escape(once)) == expected
    assert signs(html.escape(json.dumps(once))) == expected
    assert signs(json.dumps(html.escape(json.dumps(sample["text"])))) == expected


@pytest.mark.parametrize("sample", KNOWN, ids=named)
@pytest.mark.parametrize("width", [30, 60, 79, 120])
def test_lines_wrapped_at_words_change_nothing(sample: dict[str, Any], width: int) -> None:
    for indent in ("", "      ", "> ", "| "):
        lines = textwrap.wrap(
            sample["text"], width, subsequent_indent=indent, break_long_words=False
        )
        assert signs("\n".join(lines)) == signs(sample["text"])


@pytest.mark.parametrize("sample", KNOWN, ids=named)
@pytest.mark.parametrize("change", [str.upper, str.lower, str.title], ids=lambda one: one.__name__)
def test_case_changes_nothing(sample: dict[str, Any], change: Callable[[str], str]) -> None:
    assert signs(change(sample["text"])) == signs(sample["text"])


QUOTES = {"'": "\u2019", '"': "\u201c", " ": "\u00a0"}


@pytest.mark.parametrize("sample", KNOWN, ids=named)
def test_typographic_marks_and_spaces_change_nothing(sample: dict[str, Any]) -> None:
    text = "".join(QUOTES.get(char, char) for char in sample["text"])
    assert signs(text) == signs(sample["text"])


WRAPS = (
    json.dumps,
    html.escape,
    lambda text: f"2026-11-23 10:00:00Z ERROR [http-7] {text}\n\tat com.example.Main.main",
    lambda text: text.replace(" ", "\n"),
    lambda text: "\n".join(text[at : at + 80] for at in range(0, len(text), 80)),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
@given(st.data())
def test_any_mixture_of_dresses_keeps_what_the_words_say(data: st.DataObject) -> None:
    worded = [one for one in KNOWN if "because" in one["text"] or "account" in one["text"]]
    sample = data.draw(st.sampled_from(worded))
    text = sample["text"]
    for dress in data.draw(st.lists(st.sampled_from(WRAPS), max_size=4, unique=True)):
        text = dress(text)
    assert first(text).signature_id == first(sample["text"]).signature_id


def test_all_samples_in_one_log_are_all_seen() -> None:
    text = ("\n" + "." * 4000 + "\n").join(one["text"] for one in KNOWN)
    expected = {
        one["expected_category"]
        for one in KNOWN
        if first(one["text"]).certainty is Certainty.CERTAIN
    }
    assert expected <= {one.category for one in recognise(text, SIGNATURES)}
