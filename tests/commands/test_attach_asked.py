"""Attaching as somebody does it: at a terminal, with Ctrl-C, behind a proxy, and two schedulers at once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from diagnostics.simulator.scenarios import SCENARIOS, make_world
from tests.support.commands import ACCOUNT, run, start, surroundings
from tests.support.serving import serving
from tests.support.tickets import jira
from tests.support.tickets.proxy import a_proxy
from tests.support.tickets.serving import JIRA, Served, a_jira, kept_run

LINE = ("attach", "b.ajo-bundle", "--to", JIRA)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_run(tmp_path_factory.mktemp("run"), "healthy@own-account")


@pytest.fixture
def at_jira(here: Path, bundle: Path) -> Iterator[Served[jira.Jira]]:
    shutil.copy(bundle, here / "b.ajo-bundle")
    with a_jira(here.parent) as served:
        yield served


def until(true: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def at_a_terminal(served: Served[jira.Jira], typed: bytes) -> tuple[int, str]:
    """Run it at a terminal, type when it asks, and give the exit code and all that was shown."""
    pty = pytest.importorskip("pty", reason="terminals of this sort are POSIX")
    ours, theirs = pty.openpty()
    made = start(LINE, served.environ, Path.cwd(), stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while True:
            more = os.read(ours, 65536)
            shown += more
            if b"Send it?" in shown and typed:
                os.write(ours, typed)
                typed = b""
    except OSError:  # it has ended
        pass
    os.close(ours)
    return made.wait(30), shown.decode().replace("\r\n", "\n")


def test_a_yes_at_the_terminal_sends_it(at_jira: Served[jira.Jira]) -> None:
    code, shown = at_a_terminal(at_jira, b"y\n")
    assert code == 0, shown
    assert "Send it? [y/N]: " in shown
    assert "comment written, file added" in shown
    assert len(at_jira.state.comments) == 1


@pytest.mark.parametrize("typed", [b"n\n", b"\n", b"\x04"])
def test_everything_else_sends_nothing(typed: bytes, at_jira: Served[jira.Jira]) -> None:
    code, shown = at_a_terminal(at_jira, typed)
    assert code == 2, shown
    assert "it was not confirmed" in shown
    assert "nothing was sent" in shown
    assert at_jira.web.lines("POST|PUT|DELETE") == []


def interrupted(made: subprocess.Popen[bytes]) -> tuple[int, str]:
    made.send_signal(signal.SIGINT)
    _, err = made.communicate(timeout=30)
    return made.returncode, err.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is a signal on POSIX")
def test_ctrl_c_in_the_middle_says_what_stands_on_the_ticket(at_jira: Served[jira.Jira]) -> None:
    at_jira.web.trouble("POST .*/comment", "hang")
    made = start((*LINE, "--yes"), at_jira.environ, Path.cwd())
    until(lambda: any(line.endswith("/comment") for line in at_jira.web.lines("POST")))
    code, err = interrupted(made)
    assert code == 130
    assert "stopped; on jira:OPS-42: the file ajo-doctor-" in err
    assert "attach it again to complete it" in err
    at_jira.web.troubles.clear()
    assert at_jira.attach().code == 0
    assert len(at_jira.state.comments) == len(at_jira.state.files) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is a signal on POSIX")
def test_ctrl_c_before_anything_was_sent_is_the_ordinary_stop(at_jira: Served[jira.Jira]) -> None:
    at_jira.web.trouble("GET .*/myself", "hang")
    made = start((*LINE, "--yes"), at_jira.environ, Path.cwd())
    until(lambda: any(line.endswith("/myself") for line in at_jira.web.lines()))
    code, err = interrupted(made)
    assert (code, err) == (130, "\najo-doctor: stopped\n")


def test_two_at_once_write_one_comment(at_jira: Served[jira.Jira]) -> None:
    at_jira.web.trouble("POST .*/attachments", "hang")
    first = start((*LINE, "--yes", "--deadline", "60"), at_jira.environ, Path.cwd())
    until(lambda: at_jira.web.lines("POST"))
    second = at_jira.attach()
    first.kill()
    first.communicate()
    assert second.code == 2
    assert "this report is just being attached there (process " in second.err
    assert "nothing was sent" in second.err
    at_jira.web.troubles.clear()
    assert at_jira.attach().code == 0  # the lock went with its holder
    assert len(at_jira.state.comments) == 1


def test_a_proxy_is_used_and_sees_no_token(at_jira: Served[jira.Jira]) -> None:
    with a_proxy() as proxy:
        said = at_jira.attach("--proxy", proxy.url)
    assert said.code == 0, said.err
    assert {line.rsplit(" ", 1)[0] for line in proxy.asked} == {
        f"CONNECT localhost:{at_jira.web.port}"
    }
    assert not any("authorization" in line.lower() for line in proxy.headers)


def test_a_proxy_of_the_environment_is_used_but_for_the_hosts_it_leaves_out(
    at_jira: Served[jira.Jira],
) -> None:
    with a_proxy() as proxy:
        at_jira.environ |= {"HTTPS_PROXY": proxy.url, "NO_PROXY": "localhost"}
        assert at_jira.attach().code == 0
        assert proxy.asked == []
        at_jira.environ["NO_PROXY"] = "other.example"
        assert at_jira.attach().code == 0
        assert proxy.asked


def test_a_proxy_that_refuses_is_told_as_the_one_who_did(at_jira: Served[jira.Jira]) -> None:
    with a_proxy() as proxy:
        proxy.status = "403 Forbidden"
        said = at_jira.attach("--proxy", proxy.url)
    assert said.code == 2
    assert "the proxy on the way to localhost" in said.err
    assert at_jira.web.asked == []


def test_what_the_environment_says_to_other_programs_changes_nothing(
    at_jira: Served[jira.Jira],
) -> None:
    home = Path(at_jira.environ["HOME"])
    (home / ".netrc").write_text("machine localhost login a password canary-netrc\n")
    at_jira.environ["REQUESTS_CA_BUNDLE"] = str(home / "none.pem")
    said = at_jira.attach()
    assert said.code == 0, said.err
    assert all(each.headers["authorization"].startswith("Basic ") for each in at_jira.web.asked)


def test_the_report_of_a_verification_goes_onto_the_ticket_too(
    here: Path,
) -> None:
    with serving(make_world(SCENARIOS["service-principal-disabled"])) as simulator:
        environ = surroundings(here.parent, simulator)
        run("diagnose", *ACCOUNT, environ=environ)
        run("verify", "--bundle", "v.ajo-bundle", environ=environ)
    with a_jira(here.parent) as served:
        said = served.attach(bundle="v.ajo-bundle")
        assert said.code == 0, said.err
        (comment,) = served.state.comments
        assert "STILL BROKEN" in comment["body"].upper()
        assert "latest" not in said.err
        assert (
            served.attach("--no-share", bundle="latest").code == 0
        )  # the diagnosis of the same target
        assert len(served.state.comments) == 1
