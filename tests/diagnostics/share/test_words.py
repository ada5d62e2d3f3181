"""Many words in a text: found as by looking for each of them, the longest first."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from diagnostics.share.words import Words

pieces = st.sampled_from(["ajo", "kv", "a", "-", "_", ".", " ", "9", "(", "\u00e9", "kv-ajo"])
words = st.lists(st.lists(pieces, min_size=1, max_size=5).map("".join), min_size=1, max_size=6)
texts = st.lists(pieces, max_size=12).map("".join)


def by_hand(wanted: list[str], text: str) -> list[tuple[int, int]]:
    """The longest word at each place, from left to right."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        here = [each for each in wanted if text.startswith(each, at) and stands(each, text, at)]
        if here:
            found.append((at, at + len(max(here, key=len))))
            at = found[-1][1]
        else:
            at += 1
    return found


def stands(word: str, text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + len(word) : at + len(word) + 1]
    is_within = re.match("[0-9A-Za-z]{2}", before + word[0]) is not None
    return not is_within and re.match("[0-9A-Za-z]{2}", word[-1] + after) is None


@given(words, texts)
@example(["kv-ajo", "kv"], "kv-ajo kv-ajos kv_ajo")
@example(["-a", "kv"], "kv-a")
def test_words_are_found_as_by_hand(wanted: list[str], text: str) -> None:
    assert list(Words(wanted).find(text)) == by_hand(wanted, text)


@given(words, words, texts)
def test_words_that_are_added_later_are_found_as_if_all_had_been_there(
    first: list[str], later: list[str], text: str
) -> None:
    known = Words(first)
    known.add(later)
    assert list(known.find(text)) == by_hand([*first, *later], text)


def test_ten_thousand_words_with_signs_are_found_in_one_pass() -> None:
    known = Words(f"role {number}" for number in range(10_000))
    text = "role 77, role 9999 and role 99999"
    found = [text[start:end] for start, end in known.find(text)]
    assert found == ["role 77", "role 9999"]


@given(words, texts, st.sets(pieces))
@example(["kv-ajo", "kv", "ajo"], "kv-ajo", {"kv-ajo"})
def test_words_that_are_not_sought_hide_no_other(
    known: list[str], text: str, ignored: set[str]
) -> None:
    sought = [each for each in known if each not in ignored]
    found = list(Words(known).find(text, lambda word: word not in ignored))
    assert found == by_hand(sought, text)
