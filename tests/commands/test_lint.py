"""`ajo-doctor lint`: formats, exit codes, bad input, and that nothing of a secret or recipient is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.commands import run

FORMATS = ["text", "markdown", "json", "annotations", "github"]
TOKEN, SECRET = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln", "p8e-Zm9yZ2V0bWVub3Q"
PRIVATE = (
    TOKEN,
    SECRET,
    "kim.secret",
    "example.org",
    "+33612345678",
    "birthday-1984",
    "cust-000017",
    "sesame",
)
BROKEN = f"""# client_secret={SECRET}
curl -X POST 'http://platform.adobe.io/ajo/im/executions/highthroughput' \\
  -H 'Authorization: Bearer {TOKEN}' -H 'x-gw-ims-org-id: A1B2' --max-time 30 -u kim:sesame \\
  -d '{{"requestId": "kim.secret-1", "campaignId": "cust-000017", "recipients": [
    {{"type": "aep", "userId": "kim.secret@@example.org", "namespace": "email",
     "channelData": {{"emailAddress": "kim.secret@example", "mobilePhoneNumber": "+33612345678"}},
     "context": {{"birthday-1984": 17, "kim.secret@example.org": true}}, "kim.secret@example.org": 1}},
    {{"type": "cust-000017", "userId": "kim.secret@@example.org", "namespace": "cust-000017"}}]}}'
"""
COLUMN = BROKEN.splitlines()[2].index("--max-time") + 1
GOOD = json.dumps(
    {
        "requestId": "r", "campaignId": "c",
        "recipients": [{"type": "aep", "userId": "kim.secret@example.org", "namespace": "email"}],
    }
)  # fmt: skip


@pytest.fixture
def files(here: Path) -> Path:
    (here / "bad.sh").write_text(BROKEN)
    (here / "good.json").write_text(GOOD)
    (here / "same.json").write_text(GOOD)
    return here


@pytest.mark.parametrize("form", FORMATS)
def test_no_secret_and_no_recipient_is_printed(form: str, files: Path) -> None:  # noqa: ARG001
    said = run("lint", "bad.sh", "--format", form)
    assert said.code == 1
    for private in PRIVATE:
        assert private not in said.out.replace("sesame.json", "") + said.err
    for code in ("PL105", "PL115", "PL126", "PL134", "PL141", "PL151", "PL152"):
        assert code in said.out


def test_every_finding_has_line_and_column(files: Path) -> None:  # noqa: ARG001
    found = json.loads(run("lint", "bad.sh", "--format", "json").out)
    assert found["schema"] == 1
    assert found["exit_code"] == 1
    places = {(one["code"], one["line"], one["column"]) for one in found["findings"]}
    assert {("PL105", 2, 15), ("PL151", 3, 29), ("PL141", 3, COLUMN), ("PL152", 1, 3)} <= places
    assert sum(found["counts"].values()) == len(found["findings"])


def test_annotations_are_lines_of_file_line_column_severity_code(files: Path) -> None:  # noqa: ARG001
    lines = run("lint", "bad.sh", "--format", "annotations").out.splitlines()
    assert f"bad.sh:3:{COLUMN}: warning: PL141 The client gives up after 30 s." in "\n".join(lines)
    commands = run("lint", "bad.sh", "--format", "github").out.splitlines()
    assert len(commands) == len(lines)
    assert all(
        line.startswith(("::error file=bad.sh,line=", "::warning file=bad.sh,line="))
        for line in commands
    )


def test_a_good_request_and_stdin() -> None:
    said = run("lint", "-", text=GOOD)
    assert said.code == 0
    assert "1 request: nothing found" in said.out
    assert "diagnose" in said.out
    assert run("lint", "-", "--format", "annotations", text=GOOD).out == ""


def test_request_ids_are_compared_across_files(files: Path) -> None:  # noqa: ARG001
    said = run("lint", "good.json", "same.json")
    assert said.code == 1
    assert said.out.count("PL136") == 2  # the finding, and where to read of it
    assert run("lint", "good.json", "same.json", "--fail-on", "critical").code == 0


def test_a_saved_campaign_is_held_against_it(files: Path) -> None:
    (files / "c.json").write_text(json.dumps({"campaignId": "c", "identityNamespace": "ECID"}))
    said = run("lint", "good.json", "--campaign", "c.json")
    assert said.code == 1
    assert "recipients[0].namespace is not ECID" in said.out


def test_many_of_a_kind_are_counted_for_people_and_listed_for_machines() -> None:
    payload = json.loads(GOOD)
    payload["recipients"][0]["context"] = {f"n{number}": number for number in range(30)}
    said = run("lint", "-", text=json.dumps(payload))
    assert "and 20 more PL133" in said.out
    assert (
        "and 20 more PL133"
        in run("lint", "-", "--format", "markdown", text=json.dumps(payload)).out
    )
    assert (
        len(
            json.loads(run("lint", "-", "--format", "json", text=json.dumps(payload)).out)[
                "findings"
            ]
        )
        == 30
    )


def test_the_report_goes_to_a_file(files: Path) -> None:
    said = run("lint", "good.json", "--output", "out.txt")
    assert (said.code, said.out) == (0, "")
    assert "nothing found" in (files / "out.txt").read_text()


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "text", "words"),
    [
        (["-"], '{"requestId":\n oops}', "stdin:2:2: this is no JSON"),
        (["-"], "curl -F a=b x", "--form of curl is refused"),
        (["-"], '{"log": {"entries": []}}', "no call to the campaign API"),
        (["-"], "", "the text is empty"),
        (["-", "-"], GOOD, "stdin can be read once"),
        (["none.json"], "", "cannot be read"),
        (["-", "--campaign", "5f0c1c52"], GOOD, "not named: ims_org and sandbox"),
        (["-", "--output", "none/x.txt"], GOOD, "there is no folder"),
        (["-", "--format", "xml"], GOOD, "xml"),
        ([], "", "Missing argument"),
    ],
)
def test_bad_input_ends_in_one_message(arguments: list[str], text: str, words: str) -> None:
    said = run("lint", *arguments, text=text)
    assert said.code == 2
    assert said.out == ""
    assert words in said.err
    assert "Traceback" not in said.err


def test_a_hostile_file_name_cannot_move_the_cursor(here: Path) -> None:
    name = "a\x1b[2J\u202e.json"
    (here / name).write_text("[]")
    for form in FORMATS:
        out = run("lint", name, "--format", form).out
        assert "\x1b" not in out
        assert "\u202e" not in out
