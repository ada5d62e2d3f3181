"""`compare` as people call it: a role is taken away and given back between runs, and each comparison says so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from diagnostics.simulator.scenarios import SCENARIOS, inject, make_world
from diagnostics.simulator.surroundings import let_read_changes
from tests.support.commands import ACCOUNT, Said, run, surroundings
from tests.support.serving import serving

ROLE = (
    "Role assignment 'Key Vault Crypto Service Encryption User' for"
    " 33333333-cccc-4000-8000-000000000002 at the vault kv-ajo"
)


@dataclass(frozen=True)
class Story:
    """A target that was well, and is not any more; its runs are kept on this machine."""

    environ: dict[str, str]

    def compare(self, *arguments: str) -> Said:
        return run("compare", *arguments, environ=self.environ)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    home = tmp_path_factory.mktemp("home")
    config = home / "own.toml"
    config.write_text(f'[targets.production]\naccount = "{ACCOUNT[1]}"\n', encoding="utf-8")
    world = make_world(SCENARIOS["healthy@own-account"])
    let_read_changes(world)  # else the directory's log is seen in neither run, and compare says so
    with serving(world) as simulator:
        environ = surroundings(home, simulator)
        look = ("diagnose", "--config", str(config))
        assert run(*look, "--bundle", str(home / "a.ajo-bundle"), environ=environ).code == 0
        inject(simulator.world, "key-access-missing")
        assert run(*look, "--bundle", str(home / "b.ajo-bundle"), environ=environ).code == 1
    return Story(environ)


def words(said: Said) -> str:
    return " ".join(said.out.split())


def test_since_it_last_was_well_a_role_vanished(story: Story) -> None:
    said = story.compare("latest-clean", "latest")
    assert (said.code, said.err) == (1, "")
    assert f"* {ROLE} vanished." in words(said)
    assert "RB101 is new" in words(said)
    named = story.compare("latest-clean", "latest", "--target", "production")
    assert named == said


def test_on_the_way_back_it_appeared_and_nothing_got_worse(story: Story) -> None:
    said = story.compare("latest", "latest-clean")
    assert said.code == 0
    assert f"* {ROLE} appeared." in words(said)
    assert "RB101 is gone" in words(said)
    assert "The first run is the later one" in words(said)


@pytest.mark.parametrize("word", ["latest", "latest-clean"])
def test_a_run_is_the_same_as_itself(word: str, story: Story) -> None:
    said = story.compare(word, word)
    assert said.code == 0
    assert said.out.startswith("SIMULATED NOTHING CHANGED: ")


def test_files_say_what_the_words_say(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(story.environ["HOME"]))
    said = story.compare("a.ajo-bundle", "b.ajo-bundle", "--format", "markdown")
    assert said.code == 1
    assert said.out.startswith("# SIMULATED WORSE: ")
    assert "appeared" not in said.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("latest-clean", "latest", "--target", "staging"), "no run of target 'staging' was kept"),
        (("latest", "nowhere.ajo-bundle"), "nowhere.ajo-bundle: the bundle cannot be read"),
    ],
)
def test_a_run_that_is_not_there_is_told(
    arguments: tuple[str, ...], told: str, story: Story
) -> None:
    said = story.compare(*arguments)
    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_without_a_clean_run_it_says_what_to_do(story: Story, tmp_path: Path) -> None:
    environ = {**story.environ, "AJO_DOCTOR_STATE": str(tmp_path / "empty")}
    said = run("compare", "latest-clean", "latest", environ=environ)
    assert said.code == 2
    assert "no run was kept on this machine" in said.err
    assert "do: run `ajo-doctor diagnose` first, or name two bundles" in said.err
