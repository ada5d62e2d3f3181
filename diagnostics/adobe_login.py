"""What the user gave to sign in at Adobe: an access token, or the secret of a credential.

Both come from the environment or from a file, never from the configuration or an argument: a process list shows arguments.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from diagnostics.errors import ConfigError
from diagnostics.records import record

TOKEN = "AJO_DOCTOR_ADOBE_TOKEN"  # noqa: S105 - the name of a variable
SECRET = "AJO_DOCTOR_ADOBE_CLIENT_SECRET"  # noqa: S105 - the name of a variable
SECRET_FILE = f"{SECRET}_FILE"
_ONE_WORD = re.compile(r"[\x21-\x7e]+")
_MAY_BE_READ_BY_OTHERS = stat.S_IRGRP | stat.S_IROTH


@record(frozen=True, slots=True, kw_only=True)
class AdobeLogin:
    """A token, a secret, both or neither; a token goes first."""

    token: str = field(default="", repr=False)
    source: str = ""  # where the token came from: "AJO_DOCTOR_ADOBE_TOKEN", "--token-file FILE"
    secret: str = field(default="", repr=False)
    warnings: tuple[str, ...] = ()  # sentences for stderr

    @property
    def is_there(self) -> bool:
        """Tell whether there is anything to sign in with."""
        return bool(self.token or self.secret)


def adobe_login(environ: Mapping[str, str], token: str = "", token_file: str = "") -> AdobeLogin:
    """Collect what was given.

    Args:
        environ: the process's own.
        token: the text of `--token-file`; goes before the environment.
        token_file: its name, or "-"; empty = the option was not given.

    Raises:
        ConfigError: if a text is no token or secret, or the secret's file cannot be read.
    """
    source = f"--token-file {token_file}" if token_file else TOKEN
    text = token if token_file else environ.get(TOKEN, "")
    warnings = _warning(token_file) if token_file not in ("", "-") else ()
    secret = environ.get(SECRET, "").strip()
    if not secret and environ.get(SECRET_FILE):
        secret = _in_file(environ[SECRET_FILE])
        warnings += _warning(environ[SECRET_FILE])
    given = _one_word(text.strip().removeprefix("Bearer ").strip(), source, "access token")
    return AdobeLogin(
        token=given,
        source=source if given else "",
        secret=_one_word(secret, SECRET, "client secret"),
        warnings=warnings,
    )


def _one_word(text: str, source: str, what: str) -> str:
    """Refuse what no header or form could carry; the text itself is not repeated."""
    if text and not _ONE_WORD.fullmatch(text):
        raise ConfigError(
            f"this is not an {what}" if what[0] in "aeiou" else f"this is not a {what}",
            expected=f"the {what} alone, on one line",
            source=source,
        )
    return text


def _in_file(name: str) -> str:
    path = Path(name).expanduser()
    try:
        secret = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not a text file"
        raise ConfigError(
            f"the client secret cannot be read: {why}",
            expected=f"a text file that holds the secret alone, at {path}",
            source=SECRET_FILE,
        ) from None
    if not secret:
        raise ConfigError(
            "the file of the client secret is empty",
            expected="the secret alone, on one line",
            source=str(path),
        )
    return secret


def _warning(name: str) -> tuple[str, ...]:
    """Warn of a file that others on this machine may read; Windows keeps that elsewhere."""
    path = Path(name).expanduser()
    try:
        is_open = os.name == "posix" and path.stat().st_mode & _MAY_BE_READ_BY_OTHERS
    except OSError:
        return ()  # whoever reads it will tell
    return (f"{path} can be read by others on this machine: chmod 600 it",) if is_open else ()
