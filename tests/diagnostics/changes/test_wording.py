"""A change as a person reads it."""

from __future__ import annotations

import pytest

from diagnostics.changes.change import Value
from diagnostics.changes.wording import before_and_after, sentence
from tests.support.changing import a_change


@pytest.mark.parametrize("none", ["", "[]", "null", "[null]", '""'])
def test_what_a_log_writes_for_none_is_said_to_be_none(none: str) -> None:
    one = a_change(values=(Value(name="IsDisabled", before=none, after="[true]"),))
    assert sentence(one).endswith(": IsDisabled nothing -> true")
    two = a_change(values=(*one.values, Value(name="Tags", before='["a"]', after=none)))
    assert sentence(two).endswith(": IsDisabled nothing -> true, Tags a -> nothing")
    assert before_and_after(two) == (
        "IsDisabled: nothing; Tags: a",
        "IsDisabled: true; Tags: nothing",
    )
