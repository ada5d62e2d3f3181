"""What comes in parts is searched as if it came whole, wherever it is cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.triage.known import known_signatures, literals_for
from diagnostics.triage.scanner import best_scanner
from diagnostics.triage.streaming import Stream

LITERALS = literals_for(known_signatures())
SCANNER = best_scanner(LITERALS)
TEXTS = st.lists(
    st.sampled_from(LITERALS) | st.sampled_from((b"\0", b"\n", b"x y ", b"Sub", b"status")),
    max_size=12,
).map(b"".join)


@given(text=TEXTS, data=st.data())
def test_each_place_is_found_once_and_read_as_it_stands(text: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    stream = Stream(SCANNER, b"text")
    for start, end in zip((0, *cuts), (*cuts, len(text)), strict=True):
        stream.add(text[start:end])
    assert stream.view.read(0, len(text)) == text
    middle = data.draw(st.integers(0, len(text)))
    assert stream.view.read(middle, middle + 20) == text[middle : middle + 20]
    assert list(stream.ready(is_end=True)) == [end - 1 for end in sorted(set(SCANNER.find(text)))]
