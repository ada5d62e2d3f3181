"""Several files of one run, each in the form of its ending; and reports of kept runs in any form."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.cli.outputs import Output, Outputs, write_all
from diagnostics.cli.whole_file import write_whole
from diagnostics.errors import ConfigError
from diagnostics.report.present import FORMS
from tests.support.commands import Said, limited, run

KNOWN = {name: form.extensions for name, form in FORMS.items()}
ENDINGS = [(name, ending) for name, endings in KNOWN.items() for ending in endings]


@pytest.fixture
def kept(here: Path, alone: dict[str, str]) -> dict[str, str]:
    """Surroundings in which one run is kept, as run.ajo-bundle and as the latest."""
    assert here
    Path("e.txt").write_text("substatus 4000", encoding="utf-8")
    said = run("diagnose", "--error", "e.txt", "--bundle", "run.ajo-bundle", environ=alone)
    assert said.code == 1
    return alone


def report(kept: dict[str, str], *arguments: str) -> Said:
    return run("report", *arguments, environ=kept)


def test_each_file_takes_the_form_of_its_ending(kept: dict[str, str]) -> None:
    files = [f"x{ending}" for _, ending in ENDINGS]
    said = report(kept, "latest", *(word for file in files for word in ("--output", file)))
    assert said.out == ""
    for name, ending in ENDINGS:
        alone = report(kept, "run.ajo-bundle", "--format", name)
        # A calendar ends its lines as RFC 5545 says; what is read of a pipe as text has its own ends.
        assert Path(f"x{ending}").read_bytes().replace(b"\r\n", b"\n") == alone.out.encode()
        assert said.code == alone.code == 1
        assert f"report written to x{ending}" in said.err


def test_one_file_takes_the_form_that_is_given_with_it(kept: dict[str, str]) -> None:
    assert report(kept, "latest", "--format", "json", "--output", "x.md").out == ""
    assert json.loads(Path("x.md").read_text(encoding="utf-8"))["exit_code"] == 1


def test_a_given_form_goes_to_the_file_whose_ending_says_nothing(kept: dict[str, str]) -> None:
    said = report(kept, "latest", "--format", "json", "--output", "x", "--output", "y.md")
    assert said.out == ""
    assert Path("x").read_text(encoding="utf-8").startswith("{")
    assert Path("y.md").read_text(encoding="utf-8").startswith("#")


def test_a_given_form_that_no_file_takes_is_printed(kept: dict[str, str]) -> None:
    said = report(kept, "latest", "--format", "json", "--output", "x.txt", "--output", "y.md")
    assert json.loads(said.out)["exit_code"] == 1


def test_a_dash_is_stdout(kept: dict[str, str]) -> None:
    said = report(kept, "latest", "--output", "-", "--output", "y.md")
    assert said.out == report(kept, "latest").out
    assert not Path("-").exists()


BEFORE_THE_RUN = {
    "an ending that says nothing": (("--output", "x.log"), (".md", "or give --format")),
    "no ending": (("--output", "x"), ("says no form: x",)),
    "an ending alone": (("--output", ".md"), ("says no form: .md",)),
    "a second file that says nothing": (("--output", "x.md", "--output", "y"), ("no form: y",)),
    "no folder": (("--output", "x.md", "--output", "no/y.md"), ("there is no folder 'no'",)),
    "a folder": (("--output", "f.md"), ("this is a folder: f.md",)),
    "the same file twice": (("--output", "x.md", "--output", "./x.md"), ("named twice",)),
    "a link to the same file": (("--output", "x.md", "--output", "l.md"), ("named twice",)),
    "stdout twice": (("--output", "-", "--output", "-"), ("named twice",)),
}


@pytest.mark.parametrize("command", ["diagnose", "verify", "demo", "triage", "report", "lint"])
@pytest.mark.parametrize("name", BEFORE_THE_RUN)
def test_what_cannot_be_written_is_refused_before_the_run(
    name: str, command: str, alone: dict[str, str]
) -> None:
    Path("f.md").mkdir()
    Path("l.md").symlink_to("x.md")
    options, words = BEFORE_THE_RUN[name]
    needed = ("latest",) if command in ("report", "triage", "lint") else ()
    said = run(command, *needed, *options, environ=alone)
    assert (said.code, said.out) == (2, "")
    assert "simulating" not in said.err
    for word in (*words, "--output"):
        assert word in said.err


def test_delays_refuses_a_form_that_it_has_not(alone: dict[str, str]) -> None:
    said = run("delays", "none.parquet", "--output", "x.xml", environ=alone)
    assert said.code == 2
    assert (
        "expected: .txt (text), .md or .markdown (markdown), .html or .htm (html), .json (json)"
        in said.err
    )


def test_queries_are_text_whatever_their_file_is_called(alone: dict[str, str]) -> None:
    assert run("triage", "--kql", "--output", "q.kql", environ=alone).code == 0
    assert "// Made by" in Path("q.kql").read_text(encoding="utf-8")
    assert run("triage", "--kql", "--format", "json", environ=alone).code == 2


def test_the_words_find_the_last_run(kept: dict[str, str]) -> None:
    here = report(kept, "run.ajo-bundle").out
    said = report(kept, "latest")
    assert said.out == here
    assert "bundle: " in said.err
    target = json.loads(report(kept, "latest", "--format", "json").out)["target"]
    assert report(kept, "latest", "--target", target).out == here
    for wrong in (("latest-clean",), ("latest", "--target", "other"), ("latest", "--target", "")):
        refused = report(kept, *wrong)
        assert (refused.code, refused.out) == (2, "")
        assert "no such run is kept" in refused.err
    assert report(kept, "run.ajo-bundle", "--target", target).code == 2


def test_several_runs_become_one_report(kept: dict[str, str]) -> None:
    both = ("latest", "run.ajo-bundle")
    assert len(json.loads(report(kept, *both, "--format", "json").out)["reports"]) == 2
    one = report(kept, "latest", "--format", "markdown").out
    assert report(kept, *both, "--format", "markdown").out == f"{one}\n---\n\n{one}"


def test_the_older_name_is_the_same_command(kept: dict[str, str]) -> None:
    assert run("replay", "latest", environ=kept) == report(kept, "latest")
    assert "replay" not in run("--help").out


# Files, whole or not at all


def test_a_full_disk_leaves_no_half_file_and_does_not_stop_the_others(
    kept: dict[str, str],
) -> None:
    Path("a.json").write_text("of yesterday", encoding="utf-8")
    shorter = [report(kept, "latest", "--format", each).out for each in ("text", "markdown")]
    room = max(len(each.encode()) for each in shorter)
    names = ("a.json", "b.json", "c.md", "d.txt")
    code, err = limited(
        kept, room, "report", "latest", *(w for name in names for w in ("--output", name))
    )
    assert code == 2
    for name in ("a.json", "b.json"):
        assert f"{name}: the report cannot be written: {os.strerror(errno.EFBIG)}" in err
    assert Path("a.json").read_text(encoding="utf-8") == "of yesterday"
    assert Path("c.md").read_text(encoding="utf-8").endswith("\n")
    assert Path("d.txt").exists()
    assert not Path("b.json").exists()
    assert not list(Path().glob(".*"))


def test_a_diagnosis_whose_file_cannot_be_written_still_says_where_its_bundle_is(
    kept: dict[str, str],
) -> None:
    code, err = limited(kept, 9000, "diagnose", "--error", "e.txt", "--output", "b.json")
    assert code == 2
    assert "bundle kept: " in err
    assert "`ajo-doctor report` draws the report of a kept bundle again" in err


@pytest.mark.usefixtures("here")
def test_a_link_stays_a_link_and_a_file_keeps_its_mode() -> None:
    Path("real").write_text("before", encoding="utf-8")
    Path("real").chmod(0o640)
    Path("link").symlink_to("real")
    write_whole("link", "after")
    assert Path("link").is_symlink()
    assert Path("real").read_text(encoding="utf-8") == "after"
    assert stat.S_IMODE(Path("real").stat().st_mode) == 0o640


@pytest.mark.usefixtures("here")
def test_a_new_file_has_the_mode_that_the_user_gives_files() -> None:
    before = os.umask(0o027)
    try:
        write_whole("new", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE(Path("new").stat().st_mode) == 0o640


def test_what_is_no_file_is_written_in_place() -> None:
    write_whole("/dev/null", "x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


@pytest.mark.usefixtures("here")
def test_a_pipe_is_written_into() -> None:
    os.mkfifo("pipe")
    reader = subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE, text=True)
    write_whole("pipe", "through")
    assert reader.communicate(timeout=20)[0] == "through"


names = st.text("ab.-", min_size=1, max_size=4).map(lambda name: f"{name}x")
files = st.one_of(names, st.builds(str.__add__, names, st.sampled_from([e for _, e in ENDINGS])))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.none() | st.sampled_from(list(KNOWN)),
    output=st.lists(st.just("-") | files, max_size=4, unique=True),
)
@pytest.mark.usefixtures("here")
def test_every_file_is_written_and_a_given_form_is_always_used(
    form: str | None, output: list[str]
) -> None:
    try:
        places = Outputs.of({"form": form, "output": output}).places
    except ConfigError:
        assert form is None
        assert are_silent(output)
        return
    assert form or not are_silent(output)
    assert {each.file for each in places if each.file} == set(output) - {"-"}
    assert form is None or form in {each.form for each in places}
    assert sum(each.file is None for each in places) <= 1
    assert places


def are_silent(output: list[str]) -> bool:
    endings = {ending for _, ending in ENDINGS}
    return any(name != "-" and Path(name).suffix not in endings for name in output)


def test_each_failure_is_told(tmp_path: Path) -> None:
    missing = [str(tmp_path / "gone" / name) for name in "ab"]
    outputs = Outputs(places=tuple(Output(form="text", file=file) for file in missing))
    with pytest.raises(ConfigError) as told:
        write_all(outputs, lambda _: "x")
    assert all(file in str(told.value) for file in missing)
