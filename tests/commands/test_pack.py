"""`pack`: the provider is told what it asks for by its own name, and nothing else."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from tests.support.commands import ACCOUNT, limited, run, surroundings
from tests.support.serving import serving
from tests.support.triggering import caller


@pytest.fixture
def own(here: Path) -> dict[str, str]:
    """A user whose account was diagnosed."""
    with serving(make_world(SCENARIOS["service-principal-disabled"])) as simulator:
        environ = surroundings(here.parent, simulator)
        run("diagnose", *ACCOUNT, environ=environ)
    return environ


def opened(place: str) -> dict[str, bytes]:
    with zipfile.ZipFile(place) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_microsoft_is_told_account_key_and_principal_and_no_more(
    own: dict[str, str], here: Path
) -> None:
    said = run("pack", "latest", "--for", "microsoft", environ=own)
    assert said.code == 0, said.err
    files = opened("ajo-doctor-for-microsoft.zip")
    assert set(files) == {"packet.md", "report.html", "run.ajo-bundle"}
    packet = files["packet.md"].decode()
    for needed in (ids.SUBSCRIPTION, ids.ACCOUNT, ids.VAULT, "refused call"):
        assert needed in packet
    assert (
        "add it: tenant" in said.err
    )  # no field of this account says it, and a login may be elsewhere
    for hidden in ("mg-contoso", "ca.pem", str(here)):
        assert hidden not in packet + files["report.html"].decode()
    Path("b").write_bytes(files["run.ajo-bundle"])
    again = run("report", "b", "--format", "json", environ=own)
    assert again.code == 1
    assert "mg-contoso" not in again.out


def test_adobe_is_told_organization_campaign_and_key_but_not_whose_subscription_it_is(
    here: Path,
) -> None:
    with caller(here, "service-principal-disabled") as each:
        each.diagnose("--bundle", "b.ajo-bundle")
        said = run(
            "pack", "b.ajo-bundle", "--for", "adobe", "--output", "c.md", environ=each.sick.environ
        )
    assert said.code == 0, said.err
    packet = Path("c.md").read_text(encoding="utf-8")
    for needed in (ids.ORG, ids.CAMPAIGN, ids.TENANT, ids.VAULT, "x-request-id"):
        assert needed in packet
    assert ids.SUBSCRIPTION not in packet
    assert Path("c.ajo-bundle").is_file()
    assert "# Support packet for Adobe Customer Care" in packet


def test_what_the_run_does_not_know_is_listed(own: dict[str, str]) -> None:
    said = run("pack", "latest", "--for", "adobe", environ=own)
    assert said.code == 0
    assert "IMS organization" in said.err.partition("not known from this run, add it: ")[2]
    assert "* IMS organization" in opened("ajo-doctor-for-adobe.zip")["packet.md"].decode()


def test_the_same_run_gives_the_same_file(own: dict[str, str]) -> None:
    for name in ("a.zip", "b.zip"):
        run("pack", "latest", "--for", "adobe", "--output", name, environ=own)
    assert opened("a.zip") == opened("b.zip")


BAD = {
    "a strange ending": (("latest", "--for", "adobe", "--output", "x.docx"), "says no form"),
    "a folder that is not there": (
        ("latest", "--for", "adobe", "--output", "no/x.zip"),
        "no folder",
    ),
    "no such bundle": (("gone.ajo-bundle", "--for", "adobe"), "cannot be read"),
    "a bundle cut short": (("cut.ajo-bundle", "--for", "adobe"), "cut.ajo-bundle"),
    "a shared bundle": (("shared.ajo-bundle", "--for", "adobe"), "pseudonyms already"),
    "a foreign table": (
        ("latest", "--for", "adobe", "--share-map", "r.json"),
        "no table of names",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_message_and_nothing_is_written(name: str, here: Path) -> None:
    with serving(make_world(SCENARIOS["key-disabled"])) as simulator:
        environ = surroundings(here.parent, simulator)
        run("diagnose", *ACCOUNT, "--bundle", "whole", environ=environ)
        run("diagnose", *ACCOUNT, "--share", "--bundle", "shared.ajo-bundle", environ=environ)
    Path("cut.ajo-bundle").write_bytes(Path("whole").read_bytes()[:900])
    Path("r.json").write_text(json.dumps({"schema": 1}))
    words, told = BAD[name]
    said = run("pack", *words, environ=environ)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert not list(Path().glob("*.zip"))


@pytest.mark.skipif(sys.platform == "win32", reason="has no limits of files")
def test_a_disk_with_room_for_one_of_two_files_leaves_both_as_they_were(
    own: dict[str, str],
) -> None:
    assert run("pack", "latest", "--for", "microsoft", "--output", "p.md", environ=own).code == 0
    sizes = [Path(name).stat().st_size for name in ("p.md", "p.ajo-bundle")]
    assert min(sizes) < sum(sizes) // 2 < max(sizes)
    before = {path: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    code, err = limited(
        own, sum(sizes) // 2, "pack", "latest", "--for", "microsoft", "--output", "p.md"
    )
    assert code == 2
    assert "the packet cannot be written: File too large" in err
    assert {path: path.read_bytes() for path in Path().iterdir() if path.is_file()} == before


def test_a_folder_where_the_second_file_would_be_is_told_before_the_first_is_written(
    own: dict[str, str],
) -> None:
    Path("p.ajo-bundle").mkdir()
    said = run("pack", "latest", "--for", "microsoft", "--output", "p.md", environ=own)
    assert said.code == 2
    assert "this is a folder: p.ajo-bundle" in said.err
    assert not Path("p.md").exists()
