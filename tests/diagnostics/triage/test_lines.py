from __future__ import annotations

import gzip
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.triage.lines import counted
from diagnostics.triage.occurrence import Place


@given(st.lists(st.sampled_from([b"a", b"\n", b"line\n", b"\r\n"]), max_size=60), st.data())
def test_a_line_is_counted_as_an_editor_counts_it(
    tmp_path_factory: object, parts: list[bytes], data: st.DataObject
) -> None:
    path = Path(tmp_path_factory.getbasetemp()) / "a.log"  # type: ignore[attr-defined]
    text = b"".join(parts)
    path.write_bytes(text)
    offsets = data.draw(st.lists(st.integers(0, len(text)), max_size=5))
    found = counted(Place(path=str(path), offset=offset) for offset in offsets)
    for offset in offsets:
        place = found[Place(path=str(path), offset=offset)]
        assert place.line == text[:offset].count(b"\n") + 1


def test_what_is_packed_or_encoded_otherwise_or_gone_keeps_its_byte(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"one\ntwo\n"))
    (tmp_path / "b.log").write_bytes("one\ntwo\n".encode("utf-16"))
    (tmp_path / "c.log").write_bytes(b"short")
    paths = [str(tmp_path / name) for name in ("a.gz", "b.log", "c.log", "gone")]
    assert counted(Place(path=path, offset=50) for path in (*paths, "-")) == {}


def test_far_behind_in_a_file_nothing_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(b"\n" * 10)
    assert counted([Place(path=str(path), offset=10**9)]) == {}
    assert counted([Place(path=str(path), offset=3, line=7)]) == {}
