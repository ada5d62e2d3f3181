"""What a pack must be like, told with names; and a stranger's pack, installed and run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import invalidate_caches
from pathlib import Path

import pytest

from diagnostics.catalogue import Catalogue, load_catalogue
from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.errors import CatalogueError, ConfigError
from diagnostics.evidence import Evidence
from diagnostics.finding import Kind, Severity, Step
from diagnostics.pack import Pack
from diagnostics.targets import Topology
from diagnostics.triage.recognised import Signature
from tests.support.small import (
    COLD,
    HOT,
    Pipe,
    Tap,
    Water,
    a_cause,
    a_check,
    a_kind,
    a_type,
)

OWN = frozenset({Topology.OWN_ACCOUNT})
ADOBE = frozenset({Topology.ADOBE_MANAGED})


def a_pack(*checks: object, **fields: object) -> Pack:
    return Pack(**{"name": "water", "checks": checks, **fields})  # type: ignore[arg-type]


def a_signature(name: str, kind: str = "") -> Signature:
    return Signature(id=name, code="", category="c", title="t", step="-", stems=(), kind=kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists(Evidence):
    degrees: list[int] = field(default_factory=list)


def test_packs_are_joined_and_sorted() -> None:
    catalogue = Catalogue(
        [
            a_pack(a_check("b.b"), causes=(a_cause("hot", HOT),), signatures=(a_signature("z"),)),
            a_pack(
                a_check("a.a", Pipe),
                name="pipes",
                causes=(a_cause("cold", COLD),),
                signatures=(a_signature("a", kind="ZZ101"),),
            ),
        ]
    )
    assert [check.id for check in catalogue.checks] == ["a.a", "b.b"]
    assert [cause.id for cause in catalogue.causes] == ["cold", "hot"]
    assert [signature.id for signature in catalogue.signatures] == ["a", "z"]
    assert [pack.name for pack in catalogue.packs] == ["water", "pipes"]
    assert catalogue.kinds == (*DOCTOR_KINDS.values(), HOT, COLD)


def test_checks_of_a_topology_come_in_the_order_of_reading() -> None:
    catalogue = Catalogue(
        [
            a_pack(
                a_check("a.a", Pipe, needs=(Water,), applies_to=OWN),
                a_check("b.b", Water, applies_to=OWN),
                a_check("c.c", Water, applies_to=ADOBE),
            )
        ]
    )
    assert [check.id for check in catalogue.checks_for(Topology.OWN_ACCOUNT)] == ["b.b", "a.a"]
    assert [check.id for check in catalogue.checks_for(Topology.ADOBE_MANAGED)] == ["c.c"]
    assert catalogue.checks_for(Topology.NO_CUSTOMER_KEY) == ()


OTHER_HOT = Kind(HOT.code, "other-slug", Severity.INFO, "x", Step.CMK)
SAME_SLUG = Kind("ZZ103", HOT.slug, Severity.INFO, "x", Step.CMK)


@pytest.mark.parametrize(
    ("packs", "told"),
    [
        ([a_pack(a_check("a.a"), a_check("a.a", Pipe))], "two of check 'a.a'"),
        ([a_pack(), a_pack()], "two of pack 'water'"),
        ([a_pack(a_check(), causes=(a_cause("x", HOT),) * 2)], "two of cause 'x'"),
        ([a_pack(signatures=(a_signature("s"),) * 2)], "two of signature 's'"),
        ([a_pack(a_check("Water Warm"))], "check 'Water Warm': an id is"),
        ([a_pack(a_check("warm"))], "check 'warm': an id is"),
        ([a_pack(a_check(timeout_s=0))], "timeout_s is 0, not above 0"),
        (
            [a_pack(a_check("a.a", Tap, needs=(Pipe,), wants=(Pipe,)), a_check("b.b", Pipe))],
            "a.a both needs and wants Pipe",
        ),
        (
            [a_pack(a_check(provides=Lists))],
            r"water.warm: its evidence cannot be kept.*list\[int\]",
        ),
        ([a_pack(a_check(kinds=(HOT, OTHER_HOT)))], "two of kind 'ZZ101'"),
        ([a_pack(a_check(kinds=(HOT, SAME_SLUG)))], "two of kind 'water-hot'"),
        ([a_pack(a_check(kinds=(a_kind("KV1"),)))], "kind 'KV1' .*two capital letters and three"),
        ([a_pack(a_check(kinds=(a_kind(slug="A_b"),)))], "kind ZZ101 .'A_b'.: a slug is"),
        ([a_pack(a_check("a.a"), a_check("b.b"))], "a.a and b.b both provide Water"),
        ([a_pack(a_check(needs=(Pipe,)))], "water.warm needs Pipe, which no check provides for"),
        (
            [a_pack(a_check("a.a", Tap, needs=(Pipe,)), a_check("b.b", Pipe, applies_to=OWN))],
            "a.a needs Pipe, which no check provides for adobe-managed",
        ),
        (
            [a_pack(a_check("a.a", Tap, wants=(Pipe,)), a_check("b.b", Pipe, wants=(Tap,)))],
            "circle",
        ),
        ([a_pack(causes=(a_cause("x", HOT),))], "cause 'x' names kinds that no check says: ZZ101"),
        (
            [a_pack(a_check(kinds=(HOT,)), causes=(a_cause("x", HOT, explains=(COLD,)),))],
            "no check says: ZZ102",
        ),
        (
            [a_pack(a_check(kinds=(HOT,)), causes=(a_cause("x", HOT, contradicted_by=(COLD,)),))],
            "no check says: ZZ102",
        ),
        ([a_pack(causes=(a_cause("x"),))], "cause 'x' requires no kind"),
        ([a_pack(a_check(), causes=(a_cause("X y", HOT),))], "cause 'X y': an id is"),
        (
            [a_pack(a_check(), causes=(a_cause("x", HOT, overturned_by=("no.such",)),))],
            "names checks that do not exist: no.such",
        ),
        (
            [a_pack(signatures=(a_signature("s", kind="ZZ101"),))],
            "signature 's' becomes kind ZZ101, which no check says",
        ),
    ],
)
def test_a_malformed_pack_is_told_with_names(packs: list[Pack], told: str) -> None:
    with pytest.raises(CatalogueError, match=told):
        Catalogue(packs)


def test_two_packs_may_say_the_same_kind() -> None:
    packs = [a_pack(a_check()), a_pack(a_check("b.b", Pipe), name="pipes")]
    assert Catalogue(packs).kinds[-2:] == (HOT, COLD)


def test_one_type_may_have_a_provider_in_each_topology() -> None:
    Catalogue([a_pack(a_check("a.a", applies_to=OWN), a_check("b.b", applies_to=ADOBE))])


def test_what_is_weighed_needs_no_provider() -> None:
    Catalogue([a_pack(a_check(weighs=(a_type("Nobodys"),)))])


# A stranger's pack, installed as pip installs it.


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    source = Path(__file__).parents[1] / "foreign_pack"
    options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, "--target", str(folder), str(source)],
        check=True,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
    )
    return folder


@pytest.fixture
def installed(site: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(str(site))
    invalidate_caches()
    yield site
    for name in [name for name in sys.modules if name.split(".")[0] in ("water_checks", "odd")]:
        del sys.modules[name]


def offer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **points: str) -> None:
    """Put a distribution beside the others that offers entry points."""
    info = tmp_path / "odd-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1.0\n")
    lines = "".join(f"{name} = {value}\n" for name, value in points.items())
    (info / "entry_points.txt").write_text(f"[ajo_doctor.checks]\n{lines}")
    (tmp_path / "odd.py").write_text(
        "from diagnostics import Pack\nPACK = Pack(name='other')\nNUMBER = 7\n"
        "NO_PAGES = Pack(name='nopages', runbooks='no.such.package')\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    invalidate_caches()


@pytest.mark.usefixtures("installed")
def test_an_installed_pack_stays_out_unless_it_is_listed() -> None:
    assert [pack.name for pack in load_catalogue().packs] == ["builtin"]
    assert "water_checks" not in sys.modules


@pytest.mark.usefixtures("installed")
def test_a_listed_pack_joins_the_built_in_one() -> None:
    catalogue = load_catalogue(["water", "water", "builtin"])
    assert [pack.name for pack in catalogue.packs] == ["builtin", "water"]
    assert "water.cool" in {check.id for check in catalogue.checks_for(Topology.OWN_ACCOUNT)}


def test_a_foreign_pack_is_run_kept_and_replayed(installed: Path, tmp_path: Path) -> None:
    """Through the program itself, in a process of its own, without a cloud."""
    config = tmp_path / "ajo-doctor.toml"
    config.write_text('plugins = ["water"]\ntopology = "no-customer-key"\n')
    bundle, first, again = tmp_path / "bundle", tmp_path / "first.json", tmp_path / "again.json"
    shown = ["--format", "json", "--output"]
    environ = {
        **{key: value for key, value in os.environ.items() if not key.startswith("AZURE_")},
        "PYTHONPATH": os.pathsep.join([str(installed), os.environ.get("PYTHONPATH", "")]),
        "PATH": os.defpath,
        "HOME": str(tmp_path),
    }
    program = [sys.executable, "-c", "from diagnostics.cli import main; main()"]
    flags = ["--config", str(config), "--only", "water.cool", "--no-save"]
    done = subprocess.run(
        [*program, "diagnose", *flags, "--bundle", str(bundle), *shown, str(first)],
        env=environ,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "The water has 41 degrees." in first.read_text()
    assert "builtin, water" in first.read_text()
    done = subprocess.run(
        [*program, "replay", str(bundle), "--plugin", "water", *shown, str(again)],
        env=environ,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert again.read_bytes() == first.read_bytes()


@pytest.mark.usefixtures("installed")
def test_a_pack_that_is_not_installed_is_told_with_those_that_are() -> None:
    with pytest.raises(ConfigError, match="there is no pack 'wine'") as told:
        load_catalogue(["wine"])
    assert told.value.expected == "one of water"
    assert told.value.field == "plugins"


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("odd:MISSING", "cannot be loaded: AttributeError"),
        ("no_such_module:PACK", "cannot be loaded: ModuleNotFoundError"),
        ("odd:NUMBER", "is a int, not a diagnostics.Pack"),
        ("odd:PACK", "calls itself 'other'"),
    ],
)
def test_what_is_no_pack_is_told(
    value: str,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    offer(monkeypatch, tmp_path, odd=value)
    with pytest.raises(CatalogueError, match=told):
        load_catalogue(["odd"])


@pytest.mark.usefixtures("installed")
def test_a_pack_without_its_pages_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    offer(monkeypatch, tmp_path, nopages="odd:NO_PAGES")
    with pytest.raises(CatalogueError, match="pack nopages: no package of runbooks"):
        load_catalogue(["nopages"])


def test_a_missing_page_is_told(installed: Path) -> None:
    page = installed / "water_checks" / "runbooks" / "WA101-water-too-warm.md"
    hidden = page.with_suffix(".txt")
    page.rename(hidden)
    try:
        with pytest.raises(CatalogueError, match=r"no runbook page WA101-water-too-warm\.md"):
            load_catalogue(["water"])
    finally:
        hidden.rename(page)


@pytest.mark.usefixtures("installed")
def test_nobody_else_can_pass_for_the_built_in_pack(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    offer(monkeypatch, tmp_path, builtin="odd:PACK")
    assert "odd" not in {pack.name for pack in load_catalogue().packs}
    assert load_catalogue().packs[0].checks


@pytest.mark.usefixtures("installed")
def test_one_name_offered_twice_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    offer(monkeypatch, tmp_path, water="odd:PACK")
    with pytest.raises(CatalogueError, match="offered twice: by odd and water-checks"):
        load_catalogue(["water"])


def test_without_the_built_in_pack_there_is_nothing_to_run() -> None:
    """As in a checkout that was never installed: without `site` no distribution is seen."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from diagnostics.catalogue import load_catalogue\n"
        "try: load_catalogue()\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-S", "-c", program, root], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("CatalogueError the built-in checks are not installed")
