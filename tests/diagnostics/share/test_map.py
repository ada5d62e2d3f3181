"""The private table of names: kept by nobody but its owner, never in part, and refused when it is something else."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import ConfigError
from diagnostics.share import map as kept_map


def filled(place: Path) -> dict[str, str]:
    with kept_map.opened(place) as names:
        return {
            "vault": names.name("vault", "kv-Zeta"),
            "guid": names.guid("1f0e2d3c-4b5a-4697-8877-665544332211"),
            "host": names.host("proxy.zeta.com"),
            "org": names.organization("A1B2@AdobeOrg"),
            "version": names.digest("0123456789abcdef0123456789abcdef"),
            "v4": names.addresses.give("10.1.2.3"),
            "v6": names.addresses.give("2a01:db9::7"),
        }


def test_what_was_given_once_is_given_again_and_taken_back(tmp_path: Path) -> None:
    place = tmp_path / "new" / "names.json"
    given = filled(place)
    assert filled(place) == given
    names = kept_map.read(place)
    assert names.back(given["vault"]) == "kv-Zeta"
    assert names.back(given["host"]) == "proxy.zeta.com"
    assert names.back(given["v4"]) == "10.1.2.3"
    with kept_map.opened(place) as more:
        assert more.name("vault", "kv-other") == "vault-2"
        assert more.guid("2f0e2d3c-4b5a-4697-8877-665544332211").endswith("2")


@pytest.mark.skipif(sys.platform == "win32", reason="has no modes")
def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    place = tmp_path / "names.json"
    filled(place)
    assert {each.stat().st_mode & 0o077 for each in tmp_path.iterdir()} == {0}


def test_a_block_that_fails_keeps_nothing(tmp_path: Path) -> None:
    place = tmp_path / "names.json"
    filled(place)
    before = place.read_bytes()
    with pytest.raises(AttributeError), kept_map.opened(place) as names:
        names.name("vault", "kv-lost").gives_up()  # type: ignore[attr-defined]
    assert place.read_bytes() == before


def test_a_table_is_read_again_if_another_process_wrote_it_or_names_were_added_beside_it(
    tmp_path: Path,
) -> None:
    place = tmp_path / "names.json"
    table = kept_map.Table(place)
    with table.opened() as names:
        assert names.name("vault", "kv-one") == "vault-1"
    assert table.read() is names
    filled(place)
    with table.opened() as names:
        assert names.name("vault", "kv-Zeta") == "vault-2"
        assert names.replaced == 1
    table.read().name("vault", "kv-lost")
    with table.opened() as names:
        assert names.back("vault-3") is None
        names.name("vault", "kv-kept")
    assert kept_map.read(place).back("vault-3") == "kv-kept"


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
guids = st.uuids().map(str)


@given(
    st.lists(st.tuples(st.sampled_from(("vault", "host", "configuration", "role")), texts)),
    st.lists(st.one_of(guids, guids.map(str.upper))),
    st.lists(st.integers(0, 99).map("{:024X}@AdobeOrg".format)),
)
def test_a_table_is_read_as_it_was_whatever_names_it_holds(
    named: list[tuple[str, str]], ids: list[str], organizations: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder, "names.json")
        with kept_map.opened(place) as names:
            names.addresses.give("10.1.2.3")
            for sort, text in named:
                names.name(sort, text)
            for text in ids:
                names.guid(text)
            for text in organizations:
                names.organization(text)
        written = place.read_text(encoding="ascii")
        again = kept_map.read(place)
    assert json.dumps(json.loads(written), separators=(",", ":")) == written
    assert again.of == names.of
    assert again.real == names.real
    assert again.last == names.last
    assert again.words.keys() >= names.words.keys()  # of organizations, too


def cut(text: bytes) -> bytes:
    return text[: len(text) // 2]


def with_(**fields: object) -> Callable[[bytes], bytes]:
    return lambda text: json.dumps({**json.loads(text), **fields}).encode()


BAD: dict[str, Callable[[bytes], bytes]] = {
    "cut short": cut,
    "empty": lambda _: b"",
    "binary": lambda _: b"\x00\xff\x1f\x8b",
    "a list": lambda _: b"[]",
    "a report": lambda _: b'{"schema": 1, "reports": []}',
    "too deep": lambda _: b"[" * 100_000,
    "a newer version": with_(schema=2),
    "another tool": with_(format="terraform"),
    "no addresses": with_(addresses=None),
    "a strange sort": with_(names={"planet": [["planet-1", "x"]]}),
    "a strange pseudonym": with_(names={"vault": [["kv", "x"]]}),
    "a pseudonym of another sort": with_(names={"vault": [["key-1", "x"]]}),
    "a GUID cut short": with_(names={"guid": [["aaaaaaaa-0000-4000-8000-1", "x"]]}),
    "a number with a sign": with_(names={"vault": [["vault-+1", "x"]]}),
    "a number of other digits": with_(names={"vault": [["vault-\u0661", "x"]]}),
    "no number": with_(names={"vault": [["vault-1", "x"], ["vault-", "y"]]}),
    "a strange sort without names": with_(names={"planet": []}),
    "three of a pair": with_(names={"vault": [["vault-1", "x", "y"]]}),
    "pairs of two lengths": with_(names={"vault": [["vault-1", "x"], ["vault-2"]]}),
    "a number for a name": with_(names={"vault": [["vault-1", 7]]}),
    "a strange byte": with_(
        addresses={"wide": [["1.2", 256]], "narrow": [], "nets": [], "hosts": []}
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_table_of_names_is_refused_and_stays(name: str, tmp_path: Path) -> None:
    place = tmp_path / "names.json"
    filled(place)
    place.write_bytes(BAD[name](place.read_bytes()))
    before = place.read_bytes()
    with pytest.raises(ConfigError, match="names") as told, kept_map.opened(place):
        pytest.fail("it was used")
    assert told.value.source == str(place)
    assert "--share-map" in told.value.do
    assert place.read_bytes() == before


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        kept_map.read(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full or a folder of the kernel's")
def test_where_nothing_can_be_written_nothing_is_shared() -> None:
    with pytest.raises(ConfigError, match="nothing was shared"):
        filled(Path("/proc/names.json"))


def _add(place: Path, number: int) -> None:
    for at in range(10):
        with kept_map.opened(place) as names:
            names.name("vault", f"kv-{number}-{at}")


def test_two_processes_at_once_give_no_number_twice(tmp_path: Path) -> None:
    place = tmp_path / "names.json"
    context = get_context("spawn")
    workers = [context.Process(target=_add, args=(place, number)) for number in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(30)
    names = kept_map.read(place)
    assert len(names.of["vault"]) == len(set(names.of["vault"].values())) == 20
