"""Known errors are found in every packing, encoding and place; what cannot be read is told, the rest is answered."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from checks.signatures import SIGNATURES
from diagnostics.triage.known import known_signatures
from diagnostics.triage.lines import counted
from diagnostics.triage.occurrence import LeftOut, Occurrence
from diagnostics.triage.scan import scan

SENTENCE = "Access to your account is currently revoked because the correspondent key is either disabled or expired (4018)."
QUIET = "2026-01-02T03:04:04Z INFO all is well\n"


def a_line(second: int = 5, message: str = SENTENCE) -> str:
    return f"2026-01-02T03:04:{second:02}Z ERROR https://cosmos-{second}.documents.azure.com:443/ 403 {message}\n"


NOISE = b"\n".join(
    hashlib.sha256(bytes([n % 256, n // 256])).hexdigest().encode() for n in range(9000)
)
LOG = QUIET * 40 + a_line(5) + QUIET * 40 + a_line(6) + QUIET * 40


class Watching:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, int | None]] = []

    def advance(self, path: str, done_bytes: int, total_bytes: int | None) -> None:
        self.told.append((path, done_bytes, total_bytes))


def looked(*inputs: object) -> tuple[list[Occurrence], list[LeftOut]]:
    both = list(scan([str(each) for each in inputs], known_signatures(), Watching()))
    return (
        [each for each in both if isinstance(each, Occurrence)],
        [each for each in both if isinstance(each, LeftOut)],
    )


def codes(*inputs: object) -> list[str]:
    found, left_out = looked(*inputs)
    assert left_out == []
    return [each.recognised.code for each in found]


def zipped(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("logs/app.log", data)
        archive.writestr("logs/quiet.log", QUIET)
    return file.getvalue()


def as_it_is(data: bytes) -> bytes:
    return data


def two_frames(data: bytes) -> bytes:
    half = len(data) // 2
    pack = zstandard.ZstdCompressor().compress
    return pack(data[:half]) + pack(data[half:])


PACKINGS: tuple[Callable[[bytes], bytes], ...] = (
    as_it_is,
    gzip.compress,
    lambda data: gzip.compress(data[:500]) + gzip.compress(data[500:]),
    zstandard.ZstdCompressor().compress,
    two_frames,
    zipped,
    lambda data: gzip.compress(gzip.compress(data)),
    lambda data: zipped(gzip.compress(data)),
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")


@pytest.mark.parametrize("pack", PACKINGS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_packing_and_encoding_gives_the_same(
    tmp_path: Path, pack: Callable[[bytes], bytes], encoding: str
) -> None:
    path = tmp_path / "whatever"
    path.write_bytes(pack(LOG.encode(encoding)))
    found, left_out = looked(path)
    assert left_out == []
    assert [(each.at.second if each.at else None) for each in found] == [5, 6]
    assert [each.recognised.account_host for each in found] == [
        f"cosmos-{second}.documents.azure.com" for second in (5, 6)
    ]
    for each in found:
        there = LOG.encode(encoding)[each.place.offset :].decode(encoding.removesuffix("-sig"))
        assert there.lower().startswith(("d", "y", "t", "g")), there[:20]
        assert (
            "403" in LOG.encode(encoding)[: each.place.offset].decode(encoding, "replace")[-200:]
        )


def test_french_of_a_program_that_knows_no_utf8_is_understood(tmp_path: Path) -> None:
    said = "ne parvient pas à obtenir le jeton d'authentification AAD pour l'identité par défaut du compte"
    (tmp_path / "a.log").write_bytes(a_line(7, said).encode("cp1252"))
    assert codes(tmp_path) == ["4000"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_stretch_of_utf16_in_the_middle_of_another_file_is_read(
    tmp_path: Path, encoding: str
) -> None:
    """As `>>` of an older PowerShell leaves it."""
    data = (
        (QUIET * 3000).encode() + (QUIET + a_line(7) + QUIET).encode(encoding) + a_line(8).encode()
    )
    (tmp_path / "a.log").write_bytes(data)
    assert codes(tmp_path) == ["4018", "4018"]


def test_broken_bytes_cost_nothing_around_them(tmp_path: Path) -> None:
    data = (
        b"\xff\xfe\x00\x80\xc3 " * 3
        + a_line(5).encode()
        + b"\xc3\x28\xa0\xff\n"
        + a_line(6).encode()
    )
    (tmp_path / "a.log").write_bytes(QUIET.encode() * 9 + data)
    assert codes(tmp_path) == ["4018", "4018"]


def test_folders_globs_and_standard_input_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    for name in ("b.log", "deep/a.txt", "deep/er/c"):
        (tmp_path / name).write_text(a_line(5), encoding="utf-8")
    found, _ = looked(tmp_path)
    assert [Path(each.place.path).name for each in found] == ["b.log", "a.txt", "c"]
    assert codes(tmp_path / "deep" / "*") == ["4018", "4018"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(LOG.encode()))))
    found, _ = looked("-")
    assert [each.place.path for each in found] == ["-", "-"]


def test_a_member_of_an_archive_is_named(tmp_path: Path) -> None:
    path = tmp_path / "logs.zip"
    path.write_bytes(zipped(LOG.encode()))
    found, _ = looked(path)
    assert {each.place.path for each in found} == {f"{path}!logs/app.log"}


@pytest.mark.parametrize(
    ("data", "words", "seconds"),
    [
        (gzip.compress(LOG.encode() + NOISE)[:-900], "gzip archive ends early", 5),
        (gzip.compress(LOG.encode())[:-3], "gzip archive ends early", 5),
        (zstandard.ZstdCompressor().compress(LOG.encode() + NOISE)[:-400], "zstd archive ends early", 5),
        (zipped(LOG.encode())[:-30], "zip archive", None),
        (b"\x1f\x8b" + bytes(range(256)) * 30, "gzip archive is broken", None),
        (bytes(range(256)) * 30, "no text", None),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 90 + bytes(range(1, 32)) * 30, "no text", None),
        (b"BZh91AY&SY" + bytes(range(256)), "bzip2", None),
        (b"\xfd7zXZ\x00" + bytes(range(256)), "xz", None),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_and_the_rest_is_answered(
    tmp_path: Path, data: bytes, words: str, seconds: int | None
) -> None:
    (tmp_path / "a").write_bytes(data)
    (tmp_path / "b.log").write_text(a_line(9), encoding="utf-8")
    found, left_out = looked(tmp_path)
    (told,) = left_out
    assert told.place.path == str(tmp_path / "a")
    assert words in told.reason
    assert told.do
    assert found[-1].at
    assert found[-1].at.second == 9
    if seconds is None:
        assert len(found) == 1
    else:
        assert found[0].at
        assert found[0].at.second == 5


def test_a_folder_without_files_and_names_of_nothing_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "b.log").write_text(a_line(9), encoding="utf-8")
    found, left_out = looked(
        tmp_path / "empty", tmp_path / "absent.log", tmp_path / "*.gz", tmp_path / "b.log"
    )
    assert len(found) == 1
    assert [each.reason for each in left_out] == [
        "the folder holds no file",
        "no file is called so",
        "no file fits this pattern",
    ]


def test_a_file_nobody_may_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.symlink_to(tmp_path / "gone")
    _, (told,) = looked(path)
    assert told.place.path == str(path)


def test_an_empty_file_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "a.log").touch()
    assert looked(tmp_path) == ([], [])


def test_two_literals_in_one_record_are_one_event(tmp_path: Path) -> None:
    line = a_line(5, f"Substatus: 4018; {SENTENCE} Sub Status: 4018")
    (tmp_path / "a.log").write_text(line + line.replace(":05Z", ":06Z"), encoding="utf-8")
    assert codes(tmp_path) == ["4018", "4018"]


def test_neighbours_lend_each_other_no_words(tmp_path: Path) -> None:
    lines = (
        "2026-01-02T03:04:05Z WARN Request originated from client IP 1.2.3.4",
        "2026-01-02T03:04:06Z WARN blocked by your Cosmos DB account firewall settings",
    )
    (tmp_path / "a.log").write_text("\n".join(lines), encoding="utf-8")
    assert codes(tmp_path) == []
    (tmp_path / "a.log").write_text(
        " ".join(lines).replace(" 2026-01-02T03:04:06Z", ""), encoding="utf-8"
    )
    assert len(codes(tmp_path)) == 1


def test_account_and_vault_are_named_by_their_resource_ids_too(tmp_path: Path) -> None:
    record = {
        "time": "2026-01-02T03:04:05Z",
        "resourceId": "/SUBSCRIPTIONS/1/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/KV-AJO",
        "resultDescription": "ForbiddenByFirewall",
    }
    revoked = {
        "resourceId": "/x/providers/Microsoft.DocumentDB/databaseAccounts/Cosmos-AJO",
        "m": SENTENCE,
    }
    text = json.dumps(record) + "\n" + json.dumps(revoked) + "\n"
    (tmp_path / "a.log").write_text(text, encoding="utf-8")
    found, _ = looked(tmp_path)
    assert [(each.recognised.vault_host, each.recognised.account_host) for each in found] == [
        ("kv-ajo.vault.azure.net", ""),
        ("", "cosmos-ajo.documents.azure.com"),
    ]


def test_the_principal_of_the_record_is_named(tmp_path: Path) -> None:
    app = "a232010e-820c-4083-83bb-3ace5fc29d0b"
    record = {
        "time": "2026-01-02T03:04:05Z",
        "identity": {"claim": {"oid": "11111111-2222-4333-8444-555555555555", "appid": app}},
        "resultDescription": "Caller is not authorized to perform action on resource. ForbiddenByRbac",
    }
    (tmp_path / "a.log").write_text(json.dumps(record), encoding="utf-8")
    (found,), _ = looked(tmp_path)
    assert found.identity == app


def test_places_are_where_the_error_is_across_blocks(tmp_path: Path) -> None:
    """In a file of several blocks, with an error across each border."""
    path = tmp_path / "big.log"
    line = a_line(5)
    with path.open("w", encoding="utf-8") as file:
        written = 0
        for border in (1 << 20, 2 << 20, 3 << 20):
            while written < border - 60:
                written += file.write(QUIET)
            written += file.write(line)
    text = path.read_text(encoding="utf-8")
    found, _ = looked(path)
    assert len(found) == 3
    for each in found:
        assert text.rfind("\n", 0, each.place.offset) + 1 == text.rfind(
            "2026", 0, each.place.offset - 60
        )


def test_the_line_of_a_place_is_counted_where_it_is_shown(tmp_path: Path) -> None:
    path, packed = tmp_path / "a.log", tmp_path / "b.gz"
    path.write_text(LOG, encoding="utf-8")
    packed.write_bytes(gzip.compress(LOG.encode()))
    found, _ = looked(path, packed)
    lines = counted(each.place for each in found)
    assert [lines.get(each.place, each.place).line for each in found] == [41, 82, None, None]


def test_progress_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_text(LOG, encoding="utf-8")
    watching = Watching()
    list(scan([str(path)], known_signatures(), watching))
    assert watching.told[-1] == (str(path), path.stat().st_size, path.stat().st_size)


@pytest.fixture(params=["Hyperscan", "ripgrep", "Python"])
def scanner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of the three, by hiding the faster ones from the choice."""
    import diagnostics.triage.scanner as choice

    if request.param == "Hyperscan":
        pytest.importorskip("hyperscan", reason="there is no wheel for this machine")
    hidden = {"Hyperscan": (), "ripgrep": ("_hyperscan",), "Python": ("_hyperscan", "_ripgrep")}
    for name in hidden[request.param]:
        monkeypatch.setattr(choice, name, lambda _literals: None)
    return str(request.param)


def test_all_scanners_find_the_same(tmp_path: Path, scanner: str) -> None:
    from diagnostics.triage.known import literals_for
    from diagnostics.triage.scanner import best_scanner

    assert best_scanner(literals_for(SIGNATURES)).name == scanner
    (tmp_path / "plain.log").write_text(LOG, encoding="utf-8")
    (tmp_path / "packed.gz").write_bytes(gzip.compress(LOG.encode()))
    (tmp_path / "wide.log").write_bytes(LOG.encode("utf-16"))
    assert len(codes(tmp_path)) == 6
