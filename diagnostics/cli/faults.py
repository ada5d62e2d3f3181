"""How the command line tells an error: one clear message, exit code 2, no traceback."""

from __future__ import annotations

import errno
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import IO, Any

import click

from diagnostics.cli.say import shown
from diagnostics.errors import ConfigError, DoctorError

USAGE = 2
AN_ERROR = "the error as it stands in the log or the answer"


class Told(click.ClickException):
    """An error that the user can act on."""

    exit_code = USAGE

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002 - click gives it
        """Print the message on stderr."""
        click.echo(f"ajo-doctor: {self.message}", err=True)


@contextmanager
def told() -> Generator[None]:
    """Turn the program's own errors into a message; it may quote what was given, so it is redacted."""
    try:
        yield
    except DoctorError as error:
        from diagnostics.redact import (
            without_secrets,
        )  # a sixth of the start, and most runs end well

        raise Told(_visible(shown(without_secrets(str(error))))) from None


def read_text(
    source: str,
    option: str,
    expected: str = AN_ERROR,
) -> str:
    """Read a text from a file, or from stdin for `-`.

    Args:
        source: the file.
        option: what the user gave it with.
        expected: what should have stood in it, for a message.

    Raises:
        ConfigError: if it does not exist, is not text, or is empty.
    """
    place = option if source == "-" else source
    return text_of(read_bytes(source, option), place, expected)


def read_bytes(source: str, option: str) -> bytes:
    """Read a file, or stdin for `-`.

    Raises:
        ConfigError: if it cannot be read.
    """
    try:
        return _bytes_of(source)
    except OSError as error:
        raise ConfigError(
            f"the file cannot be read: {error.strerror}",
            source=option if source == "-" else source,
            do=f"give a text file, or {f'{option} -' if option.startswith('--') else '-'} for stdin",
        ) from None


def text_of(data: bytes, place: str, expected: str = AN_ERROR) -> str:
    """Decode what was read.

    Raises:
        ConfigError: if it is not text, or is empty.
    """
    text = _decoded(data, place)
    if not text.strip():
        raise ConfigError(
            "the text is empty",
            expected=expected,
            source=place,
        )
    return text


def _bytes_of(source: str) -> bytes:
    if source != "-":
        with open(source, "rb") as file:  # noqa: PTH123 - pathlib costs a fifth of the start
            return file.read()
    if sys.stdin is None:  # closed, as by `<&-` or by a scheduler  # pyright: ignore[reportUnnecessaryComparison]
        raise OSError(errno.EBADF, "standard input is closed")
    return sys.stdin.buffer.read()


def _decoded(data: bytes, place: str) -> str:
    # Windows tools write UTF-16 with a byte-order mark; everything else that is text is UTF-8 in practice.
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"this is not a text file (byte {error.start})",
            expected="text in UTF-8 or UTF-16",
            source=place,
        ) from None
    if "\x00" in text:
        raise ConfigError(
            "this is a binary file", expected="text in UTF-8 or UTF-16", source=place
        )
    return text


def _visible(text: str) -> str:
    """Keep line breaks, make other control characters visible: the message may quote what was given."""
    return "".join(
        char if char.isprintable() or char == "\n" else f"<U+{ord(char):04X}>" for char in text
    )
