"""A command pasted into a shell gives the program exactly the argument list it was written from."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from diagnostics.quoting import powershell, sh
from diagnostics.repair import quote_powershell, quote_sh
from tests.support import powershell as pwsh

SHELLS = [name for name in ("sh", "dash", "bash") if shutil.which(name)]
NASTY = [
    "",
    "-n",
    "--%",
    "--",
    "@file",
    "~",
    "a=b",
    "=ls",
    "*",
    "$HOME",
    "${IFS}",
    "`id`",
    "$(id)",
    "a b",
    "it's",
    '"',
    '\\"',
    'a "b c',
    "back\\",
    "with space\\",
    "\\\\",
    "%PATH%",
    "%s%n",
    "!!",
    "x&calc",
    "a\nb",
    "ends in newline\n",
    "\n",
    "\n\n",
    "-\n",
    "-n\x07",
    "--\x07",
    "-v\x07",
    "100%\x07",
    "%s %d\x07%c",
    "!x\x07",
    "\\n\x07'",
    "\x1b[2J",
    "\u202eexe.txt",
    "\u2028",
    "\u200b",
    "\u2018quoted\u2019",
    "\u2019; rm -rf /; \u2018",
    "\U000e0041",
    "é漢😀",
    "1e3",
    "0x10",
    "5kb",
    "20.88.123.53",
    "11111111-aaaa-4000-8000-000000000001",
    "/subscriptions/1/resourceGroups/rg (west)",
    "#",
    "{}",
    ";",
    "\t",
    "\\n",
    "\\055",
]
# A program can be given any character but NUL, and no half of a pair.
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
words = st.one_of(st.sampled_from(NASTY), texts)


def run(shell: str, line: str) -> list[str]:
    done = subprocess.run(
        [shell, "-c", line],
        capture_output=True,
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert done.stderr == b""
    return [os.fsdecode(word) for word in done.stdout.split(b"\0")[:-1]]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_real_shell_gives_back_every_nasty_word(shell: str) -> None:
    argv = ("printf", "%s\\0", *NASTY)
    assert run(shell, sh(argv)) == NASTY


@settings(max_examples=150, deadline=None)
@given(st.lists(words, min_size=1, max_size=5))
@example(["\n"])
@example(["a\n", "b\n\n"])
def test_a_real_shell_gives_back_the_argument_list(arguments: list[str]) -> None:
    line = sh(("printf", "%s\\0", *arguments))
    for shell in SHELLS:
        assert run(shell, line) == arguments


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("name", ["if", "a=b", "time", "two words", "-x", "done\n"])
def test_a_command_with_a_strange_name_is_still_the_command(
    shell: str, name: str, tmp_path: os.PathLike[str]
) -> None:
    program = os.path.join(tmp_path, name)  # noqa: PTH118 - a name, not a path to work with
    with open(program, "w", encoding="utf-8") as stream:  # noqa: PTH123
        stream.write("#!/bin/sh\nprintf '%s\\0' ran \"$@\"\n")
    os.chmod(program, 0o700)  # noqa: PTH101
    line = f"PATH={tmp_path}:$PATH; {sh((name, 'x'))}"
    assert run(shell, line) == ["ran", "x"]


@settings(max_examples=500, deadline=None)
@given(st.lists(words, min_size=0, max_size=5))
def test_powershell_gives_back_the_argument_list_however_it_hands_it_over(
    arguments: list[str],
) -> None:
    for got in pwsh.given(powershell(("az", *arguments))):
        assert got == ["az", *arguments]


@pytest.mark.parametrize("word", NASTY)
def test_powershell_gives_back_every_nasty_word(word: str) -> None:
    for got in pwsh.given(powershell(("az", "before", word, "after"))):
        assert got == ["az", "before", word, "after"]


@pytest.mark.parametrize("name", ["if", "two words", "./az", "1", "\x07"])
def test_powershell_calls_a_command_with_a_strange_name(name: str) -> None:
    line = powershell((name, "x"))
    assert line.startswith("& ")
    assert pwsh.words_of(line) == (False, [name, "x"])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=4))
def test_nothing_that_moves_or_hides_text_is_printed(arguments: list[str]) -> None:
    for line in (sh(("az", *arguments)), powershell(("az", *arguments))):
        hidden = [char for char in line if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl")]
        assert hidden == []


def test_cmd_sees_what_it_must_not_read_in_double_quotes() -> None:
    line = powershell(("az", "x&calc"))
    (_, words) = pwsh.words_of(line)
    assert pwsh.joined_by_legacy(words[1:]) == '"x&calc"'


@given(st.text('ab"& <|', max_size=10))
def test_a_doubled_quote_never_leaves_the_quotes_of_cmd(word: str) -> None:
    """cmd.exe toggles at every double quote; outside of them `&` would begin another command."""
    _, words = pwsh.words_of(powershell(("az", word)))
    outside = re.sub(r'"[^"]*"', "", pwsh.joined_by_legacy(words[1:]))
    assert not set("&|<") & set(outside)


def test_ordinary_commands_stay_as_a_person_would_write_them() -> None:
    argv = ("az", "ad", "sp", "update", "--id", "33333333-cccc-4000-8000-000000000001")
    argv += ("--set", "accountEnabled=true", "--scope", "/subscriptions/a/resourceGroups/rg")
    assert sh(argv) == " ".join(argv)
    assert powershell(argv) == " ".join(argv).replace(
        "accountEnabled=true", "'accountEnabled=true'"
    )


def test_a_byte_that_is_no_text_stays_that_byte() -> None:
    argv = ("printf", "%s\\0", os.fsdecode(b"a\xffb"))
    assert [run(shell, sh(argv)) for shell in SHELLS] == [[os.fsdecode(b"a\xffb")]] * len(SHELLS)


def test_nul_which_no_program_can_be_given_is_written_and_not_printed() -> None:
    assert sh(("az", "a\0b")) == "az \"$(printf 'a\\000b')\""
    assert powershell(("az", "a\0b")) == "az ('a'+[char]0x0000+'b')"


def test_no_command_is_no_text() -> None:
    assert (sh(()), powershell(())) == ("", "")


def test_a_repair_quotes_through_these() -> None:
    argv = ("az", "it's")
    assert (quote_sh(argv), quote_powershell(argv)) == (sh(argv), powershell(argv))
