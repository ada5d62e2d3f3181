"""`--share` and `unshare` from outside: in every command that shows something, no name of the customer is left."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from diagnostics.share import map as kept_map
from diagnostics.simulator import ids
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from tests.support.commands import ACCOUNT, Said, limited, run, surroundings
from tests.support.serving import serving

NAMES = (
    *(ids.ACCOUNT, ids.VAULT, ids.KEY, "rg-ajo", "contoso", "mona"),
    *("11111111-aaaa-4000", "22222222-bbbb-4000", "33333333-cccc-4000", "44444444-dddd-4000"),
)
FORMS = ("text", "markdown", "html", "json", "junit", "openmetrics", "nagios")
LOG = (
    "2026-11-29T01:18:30Z cosmos-ajo.documents.azure.com Forbidden (403); Substatus: 4000; ActivityId:"
    " 0c1d2e3f-1111-4000-8000-00000000aaaa; Access to your account is currently revoked because the Azure Cosmos DB service"
    " is unable to obtain the AAD authentication token for the account's default identity, said 10.7.6.5\n"
)


def left(*texts: str) -> list[str]:
    shown = "".join(texts).lower()
    return [each for each in NAMES if each.lower() in shown]


@pytest.fixture
def broken(here: Path) -> dict[str, str]:
    """A user whose last run found something, and whose target bears a name."""
    Path("contoso.toml").write_text(f'[targets.contoso-mail]\naccount = "{ACCOUNT[1]}"\n')
    with serving(make_world(SCENARIOS["service-principal-disabled"])) as simulator:
        environ = surroundings(here.parent, simulator)
        assert run("diagnose", "--config", "contoso.toml", environ=environ).code == 1
    return environ


def test_a_diagnosis_names_nobody_in_no_form_file_bundle_or_message(here: Path) -> None:
    Path("contoso.toml").write_text(f'[targets.contoso-mail]\naccount = "{ACCOUNT[1]}"\n')
    with serving(make_world(SCENARIOS["service-principal-disabled"])) as simulator:
        environ = surroundings(here.parent, simulator)
        outputs = [word for form in FORMS for word in ("--output", f"r-{form}.{ENDS[form]}")]
        said = run(
            *("diagnose", "--config", "contoso.toml", "--share", "--bundle", "shared"),
            *outputs,
            environ=environ,
        )
        plain = run("diagnose", "--config", "contoso.toml", "--no-save", environ=environ)
    assert (said.code, plain.code) == (1, 1)
    assert left(plain.out)
    files = [Path(f"r-{form}.{ENDS[form]}").read_text(encoding="utf-8") for form in FORMS]
    assert left(said.out, said.err, *files) == []
    again = run("report", "shared", environ=environ)
    assert left(again.out, again.err) == []
    assert "principal-" in again.out
    report = json.loads(Path("r-json.json").read_text(encoding="utf-8"))
    assert report["sharing"]["replaced"] > 20
    assert report["sharing"]["listed"] == 0


ENDS = dict(zip(FORMS, ("txt", "md", "html", "json", "xml", "prom", "nagios"), strict=True))


def test_what_is_kept_for_the_next_verification_has_the_names(broken: dict[str, str]) -> None:
    said = run("report", "latest", "--share", environ=broken)
    assert left(said.out, said.err) == []
    assert left(run("report", "latest", environ=broken).out)


def test_two_runs_and_a_comparison_say_the_same_of_the_same(broken: dict[str, str]) -> None:
    first = run("report", "latest", "--share", "--format", "json", environ=broken)
    second = run("compare", "latest", "latest", "--share", environ=broken)
    third = run("report", "latest", "--share", "--format", "json", environ=broken)
    assert left(first.out, second.out, second.err) == []
    assert json.loads(first.out)["findings"] == json.loads(third.out)["findings"]
    assert json.loads(first.out)["target"] in second.out


def test_names_are_put_back_by_who_has_the_table(broken: dict[str, str]) -> None:
    plain = run("report", "latest", environ=broken)
    shared = run("report", "latest", "--share", environ=broken)
    back = run("unshare", environ=broken, text=shared.out)
    assert back.code == 0
    words = set(plain.out.split())
    assert {ids.ACCOUNT, "rg-ajo"} & set(back.out.split()) <= words
    assert left(back.out) == left(plain.out)
    Path("answer.txt").write_text("account-1 looks well, ask operator-900")
    there = run("unshare", "answer.txt", "--output", "back.txt", environ=broken)
    assert "1 name is not in this table" in there.err
    assert Path("back.txt").read_text(encoding="utf-8").endswith("looks well, ask operator-900")


def test_a_table_of_its_own_has_numbers_of_its_own(broken: dict[str, str]) -> None:
    shared = run("report", "latest", "--share", "--share-map", "mine.json", environ=broken)
    assert shared.code == 1
    other = run("unshare", environ=broken, text=shared.out)
    assert "there is no table of names" in other.err
    mine = run("unshare", "--share-map", "mine.json", environ=broken, text=shared.out)
    assert left(mine.out)


def test_a_verification_names_nobody(here: Path, broken: dict[str, str]) -> None:
    with serving(make_world(SCENARIOS["healthy@own-account"])) as simulator:
        environ = surroundings(here.parent, simulator)
        said = run(
            "verify", "--config", "contoso.toml", "--share", "--bundle", "v", environ=environ
        )
        plain = run("verify", "--config", "contoso.toml", "--format", "json", environ=environ)
    again = run("report", "v", "--format", "json", environ=broken)
    assert said.code == plain.code == again.code
    assert left(said.out, said.err, again.out) == []
    verdicts = [json.loads(each.out)["verification"]["verdict"] for each in (plain, again)]
    assert verdicts[0] == verdicts[1]


def test_logs_are_searched_and_name_nobody(alone: dict[str, str]) -> None:
    Path("contoso-logs").mkdir()
    Path("contoso-logs", "mona.log").write_text(LOG * 3)
    said = run("triage", "contoso-logs", "--share", "--bundle", "found", environ=alone)
    assert said.code == 1
    assert left(said.out, said.err) == []
    assert "account-1.documents.azure.com" in said.out
    assert left(run("report", "found", environ=alone).out) == []


def test_a_request_is_checked_and_named_by_nobody(alone: dict[str, str]) -> None:
    Path("mona.json").write_text('{"requestId": "x", "campaignId": "contoso"}')
    said = run("lint", "mona.json", "--endpoint", "unitary", "--share", environ=alone)
    assert said.code == 1
    assert left(said.out, said.err) == []
    assert "file-1.json" in said.out


def test_late_mails_name_providers_and_no_customer(alone: dict[str, str]) -> None:
    pytest.importorskip("duckdb")
    made = run("simulate-delays", "contoso.csv", "--rows", "4000", environ=alone)
    assert made.code == 0
    said = run("delays", "contoso.csv", "--share", "--format", "json", environ=alone)
    assert said.code in (0, 1, 3), said.err
    assert left(said.out, said.err) == []


def test_an_error_message_names_nobody_either(alone: dict[str, str]) -> None:
    said = run(
        "diagnose", "--key-uri", "https://kv-mona.vault.azure.net/x", "--share", environ=alone
    )
    assert said.code == 2
    assert left(said.err) == []
    assert "https://vault-1.vault.azure.net/key-1" in said.err


STRAYING = LOG.replace("said 10.7.6.5", "code x7Kq2mP9vR4tW8nB3cZ1")


def test_what_may_be_a_name_is_refused_until_it_was_agreed_to(alone: dict[str, str]) -> None:
    Path("e.txt").write_text(STRAYING)
    refused = run("diagnose", "--error", "e.txt", "--share", "--output", "r.md", environ=alone)
    assert (refused.code, refused.out, Path("r.md").exists()) == (2, "", False)
    assert "random string: x7Kq…Z1" in refused.err
    assert "--share-anyway" in refused.err
    agreed = run(
        *("diagnose", "--error", "e.txt", "--share", "--share-anyway", "--format", "json"),
        environ=alone,
    )
    assert agreed.code == 1
    assert json.loads(agreed.out)["sharing"]["listed"] == 1


def test_a_secret_of_this_run_is_refused_whatever_was_agreed_to(alone: dict[str, str]) -> None:
    Path("e.txt").write_text(LOG.replace("said 10.7.6.5", "code correct-horse-battery"))
    environ = {**alone, "AZURE_CLIENT_SECRET": "correct-horse-battery"}
    said = run("diagnose", "--error", "e.txt", "--share", "--share-anyway", environ=environ)
    assert (said.code, said.out) == (2, "")
    assert "a secret is left" in said.err
    assert "battery" not in said.err


def unusable(environ: dict[str, str]) -> Said:
    return run("report", "latest", "--share", "--output", "r.md", environ=environ)


def test_a_table_that_cannot_be_used_is_told_before_anything_is_shown(
    broken: dict[str, str],
) -> None:
    state = Path(broken["AJO_DOCTOR_STATE"])
    (state / "share").mkdir(exist_ok=True)
    (state / "share" / "names.json").write_text('{"format": "ajo-doctor names"')
    said = unusable(broken)
    assert (said.code, said.out, Path("r.md").exists()) == (2, "", False)
    assert "not whole, or no JSON" in said.err
    shutil.rmtree(state / "share")
    (state / "share").write_text("in the way")
    said = unusable(broken)
    assert (said.code, Path("r.md").exists()) == (2, False)
    assert "the names cannot be read" in said.err


@pytest.mark.parametrize("option", [("--share-map", "m.json"), ("--share-anyway",)])
def test_an_option_of_sharing_without_sharing_is_refused(
    option: tuple[str, ...], broken: dict[str, str]
) -> None:
    said = run("report", "latest", *option, environ=broken)
    assert said.code == 2
    assert "nothing is shared" in said.err
    assert not Path("m.json").exists()


def test_a_shared_bundle_is_shared_again_as_it_is(broken: dict[str, str]) -> None:
    run("report", "latest", "--share", environ=broken)
    with serving(make_world(SCENARIOS["service-principal-disabled"])) as simulator:
        environ = surroundings(Path(broken["HOME"]), simulator)
        run("diagnose", "--config", "contoso.toml", "--share", "--bundle", "b", environ=environ)
    other = ("--share", "--share-map", "other.json", "--format", "json")
    once, twice = (
        run("report", "b", *words, environ=broken) for words in (("--format", "json"), other)
    )
    assert json.loads(once.out)["findings"] == json.loads(twice.out)["findings"]


@pytest.mark.skipif(sys.platform == "win32", reason="has no limits of files")
def test_a_disk_that_is_full_when_the_names_are_kept_shares_nothing_and_loses_no_name(
    broken: dict[str, str],
) -> None:
    share = ("report", "latest", "--share", "--output", "r.json", "--share-map", "names.json")
    code, err = limited(broken, 60, *share)
    assert code == 2
    assert "the names cannot be kept: File too large; nothing was shared" in err
    assert "Traceback" not in err
    assert not Path("names.json").exists()
    assert not Path("r.json").exists()
    with kept_map.opened(Path("names.json")) as names:
        names.name("vault", "kv-from-another-day")
    before = Path("names.json").read_bytes()
    code, err = limited(broken, 60, *share)
    assert code == 2
    assert Path("names.json").read_bytes() == before
    assert not Path("r.json").exists()
    assert [path.name for path in Path().iterdir() if path.name.startswith(".names.json.")] == [
        ".names.json.lock"
    ]
