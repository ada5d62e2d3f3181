"""Backwards from a bad event to the last good one, in plain and packed files."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.triage import search_back as module
from diagnostics.triage.search_back import search_back

GOOD, OTHER = (
    "2026-01-02T03:{:02}:{:02}Z UNWRAPKEY OK\n",
    "2026-01-02T03:04:05Z something else {}\n",
)


def a_log(good: int, others: int) -> str:
    return "".join(
        GOOD.format(n // 60, n % 60) + "".join(map(OTHER.format, range(others)))
        for n in range(good)
    )


def zipped(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.log", data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("pack", "suffix"),
    [
        (bytes, ""),
        (gzip.compress, ""),
        (zipped, "!a.log"),
        (lambda data: data.decode().encode("utf-16"), ""),
    ],
)
def test_the_nearest_comes_first_and_each_comes_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes], suffix: str
) -> None:
    monkeypatch.setattr(module, "_BLOCK", 5000)
    monkeypatch.setattr(module, "_KEPT", 7)
    text = a_log(50, 20)
    (tmp_path / "a").write_bytes(pack(text.encode()))
    is_wide = pack(b"").startswith(b"\xff\xfe")
    before = text.index(GOOD.format(0, 40)) * (2 if is_wide else 1) + 2 * is_wide
    windows = list(search_back(f"{tmp_path / 'a'}{suffix}", before, [b"unwrap"]))
    assert [each.at.second for each in windows if each.at] == list(range(39, -1, -1))
    assert windows[0].text.strip() == GOOD.format(0, 39).strip()
    assert all(each.place.offset < before for each in windows)


@given(
    good=st.integers(0, 12),
    others=st.integers(0, 5),
    before=st.integers(0, 3000),
    block=st.integers(60, 900),
)
def test_the_same_is_found_whatever_the_blocks(
    tmp_path_factory: pytest.TempPathFactory, good: int, others: int, before: int, block: int
) -> None:
    path = tmp_path_factory.mktemp("back") / "a.log"
    text = a_log(good, others)
    path.write_text(text, encoding="utf-8")
    kept, module._BLOCK = module._BLOCK, block  # noqa: SLF001
    try:
        found = [each.place.offset for each in search_back(str(path), before, [b"unwrapkey ok"])]
    finally:
        module._BLOCK = kept  # noqa: SLF001
    line = len(GOOD.format(0, 0))
    starts = [
        at
        for at in range(len(text))
        if text[at:].startswith("2026") and "UNWRAP" in text[at : at + line]
    ]
    assert found == [at for at in reversed(starts) if at + line - 1 <= before]


def test_standard_input_cannot_be_read_twice() -> None:
    assert list(search_back("-", 100, [b"x"])) == []
