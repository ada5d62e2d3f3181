"""Where a token or secret of Adobe's may come from, and that nothing of it is printed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from diagnostics.adobe_login import SECRET, SECRET_FILE, TOKEN, adobe_login
from diagnostics.errors import ConfigError

CANARY = "canary-secret-9b3e"


def test_nothing_given_is_nothing_there() -> None:
    assert not adobe_login({}).is_there


def test_a_file_goes_before_the_environment_and_a_pasted_scheme_is_taken_off() -> None:
    login = adobe_login({TOKEN: "other"}, f"  Bearer {CANARY}\n", "t.txt")
    assert (login.token, login.source) == (CANARY, "--token-file t.txt")
    assert (adobe_login({TOKEN: CANARY}).token, adobe_login({TOKEN: CANARY}).source) == (
        CANARY,
        TOKEN,
    )


def test_a_secret_comes_from_the_environment_or_from_the_file_that_it_names(
    tmp_path: Path,
) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{CANARY}\n", encoding="utf-8")
    file.chmod(0o600)
    login = adobe_login({SECRET_FILE: str(file)})
    assert (login.secret, login.warnings) == (CANARY, ())
    assert adobe_login({SECRET: CANARY, SECRET_FILE: "/nowhere"}).secret == CANARY


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps who may read elsewhere")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_file_that_others_may_read_is_warned_about(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "secret"
    file.write_text(CANARY, encoding="utf-8")
    file.chmod(mode)
    for login in (adobe_login({SECRET_FILE: str(file)}), adobe_login({}, CANARY, str(file))):
        assert len(login.warnings) == 1
        assert str(file) in login.warnings[0]
        assert "chmod 600" in login.warnings[0]
        assert CANARY not in login.warnings[0]


@pytest.mark.parametrize("content", [None, "", "  \n", f"{CANARY} and more", b"\xff\xfe\x00"])
def test_a_file_that_is_no_secret_is_one_clear_message(
    tmp_path: Path, content: str | bytes | None
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ConfigError) as told:
        adobe_login({SECRET_FILE: str(file)})
    assert told.value.expected
    assert CANARY not in str(told.value)


def test_what_is_no_token_is_refused_without_being_repeated() -> None:
    with pytest.raises(ConfigError, match="not an access token") as told:
        adobe_login({TOKEN: f'{{"access_token": "{CANARY}"}}'})
    assert CANARY not in str(told.value)


def test_a_login_shows_nothing_of_itself() -> None:
    login = adobe_login({TOKEN: CANARY, SECRET: CANARY})
    assert CANARY not in repr(login)
