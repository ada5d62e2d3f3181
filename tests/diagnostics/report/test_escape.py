from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.report.escape import code, markdown, plain


@given(st.text())
def test_no_character_that_moves_hides_or_reorders_others_is_left(text: str) -> None:
    for shown in (plain(text), markdown(text), code(text)):
        assert not {unicodedata.category(char) for char in shown} & {
            "Cc",
            "Cf",
            "Cs",
            "Co",
            "Zl",
            "Zp",
        }


@given(st.text())
def test_markdown_leaves_no_html_and_no_mention(text: str) -> None:
    shown = markdown(text)
    assert "<" not in shown
    assert re.search(r"@[^`@]|[^`@]@", f" {shown} ") is None


def test_an_escape_sequence_becomes_visible() -> None:
    assert plain("a\x1b[31mred\u202e") == "a<U+001B>[31mred<U+202E>"


def test_markup_is_shown_as_it_stands() -> None:
    assert markdown("**bold** [x](http://e) `c` | <b>") == (
        r"\*\*bold\*\* \[x\](`http://e`) &#96;c&#96; \| &lt;b>"
    )


def test_the_end_of_a_name_is_not_taken_for_the_end_of_a_heading() -> None:
    assert markdown("key ##") == r"key \##"
    assert markdown("C#") == "C#"


def test_several_signs_of_a_mention_are_one_piece_of_code() -> None:
    assert markdown("a@@b") == "a`@@`b"


def test_a_block_mark_at_the_start_is_escaped_and_a_dash_inside_is_not() -> None:
    assert markdown("# a-b") == r"\# a-b"
    assert markdown("kv-ajo") == "kv-ajo"


def test_code_fences_are_longer_than_what_they_hold() -> None:
    assert code("a``b") == "```a``b```"
    assert code("`") == "`` ` ``"
    assert code("") == "`  `"


def test_a_command_of_ours_stays_code_and_nothing_else_between_backticks_does() -> None:
    assert markdown("Wait: `ajo-doctor verify --wait 2h` does it.") == (
        "Wait: `ajo-doctor verify --wait 2h` does it."
    )
    assert markdown("`ajo-doctor <b>`") == "&#96;ajo-doctor &lt;b>&#96;"
    assert markdown("`rm`") == "&#96;rm&#96;"
