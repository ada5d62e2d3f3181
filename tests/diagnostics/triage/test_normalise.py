from __future__ import annotations

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.triage.normalise import OVERLAP, WINDOW, Page, pages, plain, stem

TEXT = 'Access to "your" account\'s key is revoked (4000).'


@pytest.mark.parametrize("layers", [1, 2, 3, 4])
def test_layers_of_json_are_taken_off(layers: int) -> None:
    text = TEXT
    for _ in range(layers):
        text = json.dumps(text)
    assert TEXT in plain(text)


def test_html_inside_json_inside_html_is_taken_off() -> None:
    assert TEXT in plain(html.escape(json.dumps(html.escape(html.escape(TEXT)))))


def test_a_pair_of_surrogates_is_one_character_and_a_lone_one_is_none() -> None:
    assert plain(r"a\ud83d\ude00b\ud83dc") == "a😀bc"


def test_an_endless_number_in_an_entity_is_left_alone() -> None:
    text = "&#" + "9" * 10_000 + ";"
    assert plain(text) == text


def test_control_bidirectional_and_colour_codes_are_dropped() -> None:
    assert plain("\x1b[31mre\u202evo\u200bked\x1b[0m\x00!") == "revoked !"


def test_the_marks_of_a_quoted_mail_are_dropped() -> None:
    assert plain("> > currently\n| revoked") == "currently\nrevoked"


@pytest.mark.parametrize(
    "written",
    [
        "account's key",
        "ACCOUNT\u2019S KEY",
        "account`s\u3000key",
        "account\\'s\n    key",
        "**account's** key",
        "acc\u00adount's k\u0065\u0301y",
        "\uff41ccoun\uff54's key",
        "accou\nnt's ke\ny",
    ],
)
def test_one_form_for_every_way_to_write_it(written: str) -> None:
    assert Page(written).squeezed == stem("Account's key")


def test_accents_are_the_same_composed_and_decomposed() -> None:
    assert stem("révoqué") == stem("re\u0301voque\u0301") == "revoque"


@pytest.mark.parametrize(
    "broken",
    ["a\\\nnb", "a\\u0\n00ab", "a\\u\n000ab", "a&#1\n0;b", "a&n\nbsp;b", "a\\\n\\nb"],
)
def test_an_escape_that_a_terminal_broke_is_whole_again(broken: str) -> None:
    assert Page(broken).squeezed == "ab"


def test_a_continued_line_of_a_shell_keeps_its_letters() -> None:
    assert Page("az login \\\n  name").squeezed == "azloginname"


def test_a_number_that_a_terminal_broke_is_whole_again() -> None:
    assert "substatus:4000;" in Page("Substatus: 40\n00; ActivityId").squeezed


@pytest.mark.parametrize("after", ["2026-11-23", "10:15:00 ERROR", "17.3 ms"])
def test_a_number_before_a_line_with_a_date_or_time_stays_as_it_is(after: str) -> None:
    assert "status:403" in Page(f"status: 403\n{after}").squeezed.split(";")[0]


def test_numbers_with_space_between_them_stay_two() -> None:
    assert Page("Sub Status: 4000 2026").squeezed == "substatus:4000;2026"


@given(st.text(max_size=400))
def test_places_lead_from_one_form_to_the_other(text: str) -> None:
    page = Page(text)
    for place, char in enumerate(page.squeezed):
        assert stem(page.plain[page.in_plain(place)]) == char
    assert page.in_plain(len(page.squeezed)) == len(page.plain)


@given(st.text(max_size=300))
def test_what_is_plain_stays_plain(text: str) -> None:
    once = plain(text.replace("\\", "").replace("&", "").replace("\x1b", ""))
    assert "".join(plain(once).split()) == "".join(once.split()) or ">" in once or "|" in once


def test_windows_overlap_and_leave_nothing_out() -> None:
    marks = {place: f"mark{place:07d}!" for place in range(0, 2 * WINDOW, OVERLAP // 2)}
    text = list("." * (2 * WINDOW + OVERLAP))
    for place, mark in marks.items():
        text[place : place + len(mark)] = mark
    found = "".join(page.squeezed for page in pages("".join(text)))
    assert all(mark in found for mark in marks.values())


def test_an_empty_text_is_one_empty_window() -> None:
    assert [page.squeezed for page in pages("")] == [""]
