r"""Split a pasted command into its arguments as a POSIX shell does; the shells of Windows lie in `windows_words`.

Nothing is expanded: `$TOKEN`, `$(…)` and `%NAME%` stay as they stand, since their values are not in the text. The words end
where the command does: at a line end without continuation, `;`, `|`, `&`, `<` or `>` outside quotes.

Sources: POSIX.1-2017, Shell Command Language, 2.2 and 2.6; Bash manual, ANSI-C quoting; read 2026-11-24.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping

from diagnostics.requests.mapped import Mapped
from diagnostics.requests.unreadable import Unreadable

_BLANK = " \t\r"
_ENDS = ";|&<>\n"
_SH_RUN = re.compile(r"[^\s\\'\"$`;|&<>]+")
_SH_DOUBLE = re.compile(r'[^"\\$`]+')
_ANSI = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b", "E": "\x1b",
    "\\": "\\", "'": "'", '"': '"', "?": "?",
}  # fmt: skip
_ANSI_NUMBER = re.compile(
    r"x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})"
)


class Words:
    """Collects words of one shell; `at` is the offset of the next character in the text it reads."""

    def __init__(self, source: Mapped, at: int) -> None:
        self.source, self.text, self.at = source, source.text, at
        self.words: list[Mapped] = []
        self._word: Mapped | None = None

    def begin(self) -> Mapped:
        """Go on with the word, or begin one: quotes alone make an empty word."""
        if self._word is None:
            self._word = Mapped()
        return self._word

    def take(self, end: int) -> None:
        """Take what stands up to an offset into the word as it is."""
        self.begin().extend(self.source, self.at, end)
        self.at = end

    def put(self, piece: str, length: int) -> None:
        """Put something into the word for so many characters of the text."""
        self.begin().add(piece, self.source.origin(self.at))
        self.at += length

    def finish(self) -> None:
        """End the word, if there is one."""
        if self._word is not None:
            self.words.append(self._word.done())
            self._word = None

    def done(self) -> list[Mapped]:
        """End the last word."""
        self.finish()
        return self.words

    def unclosed(self, opened: int, mark: str) -> Unreadable:
        """Say which quotation has no end."""
        return Unreadable(
            self.source.origin(opened),
            f"the quotation that begins here with {mark} has no end",
            do="paste the whole command",
        )


def split(
    source: Mapped, at: int, marks: Mapping[str, Callable[[Words], None]], run: re.Pattern[str]
) -> list[Mapped]:
    """Split at blanks, up to the end of the command.

    Args:
        source: the text.
        at: the offset of the first character.
        marks: what begins with a character that means something to the shell.
        run: ordinary characters, taken together.

    Raises:
        Unreadable: if a quotation has no end.
    """
    words, text = Words(source, at), source.text
    while words.at < len(text):
        char = text[words.at]
        if char in marks:
            marks[char](words)
        elif char in _BLANK:
            words.finish()
            words.at += 1
        elif char in _ENDS:
            break
        else:
            found = run.match(text, words.at)
            words.take(found.end() if found else words.at + 1)
    return words.done()


def sh_words(source: Mapped, at: int) -> list[Mapped]:
    """Split as a POSIX shell, with `$'…'` of bash.

    Raises:
        Unreadable: if a quotation has no end.
    """
    return split(source, at, _SH_MARKS, _SH_RUN)


def skipped_line_end(words: Words) -> bool:
    """Pass over a mark and the line end behind it, if that is what follows."""
    rest = words.text[words.at + 1 : words.at + 3]
    if not rest.startswith(("\n", "\r\n")):
        return False
    words.at += 2 + rest.startswith("\r")
    return True


def _sh_backslash(words: Words) -> None:
    """A backslash takes the line end away, or makes the next character an ordinary one."""
    if skipped_line_end(words):
        return
    words.at += 1
    words.take(min(words.at + 1, len(words.text)))


def _single(words: Words) -> None:
    end = words.text.find("'", words.at + 1)
    if end < 0:
        raise words.unclosed(words.at, "'")
    words.at += 1
    words.take(end)
    words.at = end + 1


def _sh_double(words: Words) -> None:
    opened, text = words.at, words.text
    words.begin()
    words.at += 1
    while words.at < len(text):
        char = text[words.at]
        if char == '"':
            words.at += 1
            return
        if char == "\\":
            _in_double(words)
        elif char in "$`":
            _substitution(words)
        else:
            run = _SH_DOUBLE.match(text, words.at)
            words.take(run.end() if run else words.at + 1)
    raise words.unclosed(opened, '"')


def _in_double(words: Words) -> None:
    """Between double quotes a backslash means something only before five characters."""
    following = words.text[words.at + 1 : words.at + 2]
    if following == "\n":
        words.at += 2
    elif following and following in '$`"\\':
        words.at += 1
        words.take(words.at + 1)
    else:
        words.take(words.at + 1)


def _substitution(words: Words) -> None:
    """Keep `$(…)` and a pair of backticks as they stand, quotes inside included; anything else is one character."""
    text = words.text
    if text[words.at] == "`":
        end = text.find("`", words.at + 1)
        words.take(end + 1 if end >= 0 else words.at + 1)
        return
    if not text.startswith("$(", words.at):
        words.take(words.at + 1)
        return
    depth, at = 0, words.at + 1
    while at < len(text):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
        if not depth:
            break
    words.take(at if not depth else words.at + 1)


def _dollar(words: Words) -> None:
    if words.text.startswith("$'", words.at):
        _ansi(words)
    else:
        _substitution(words)


def _ansi(words: Words) -> None:
    opened, text = words.at, words.text
    words.begin()
    words.at += 2
    while words.at < len(text) and text[words.at] != "'":
        if text[words.at] == "\\" and words.at + 1 < len(text):
            _ansi_escape(words)
        else:
            ends = [
                at for at in (text.find("'", words.at), text.find("\\", words.at)) if at > words.at
            ]
            words.take(min(ends, default=len(text)))
    if words.at >= len(text):
        raise words.unclosed(opened, "$'")
    words.at += 1


def _ansi_escape(words: Words) -> None:
    char = words.text[words.at + 1]
    number = _ANSI_NUMBER.match(words.text, words.at + 1)
    if number:
        given = next(group for group in number.groups() if group is not None)
        value = int(given, 8 if number[4] else 16)
        words.put(chr(value) if value <= sys.maxunicode else "\ufffd", 1 + len(number[0]))
    elif char in _ANSI:
        words.put(_ANSI[char], 2)
    else:
        words.take(words.at + 2)


_SH_MARKS: dict[str, Callable[[Words], None]] = {
    "\\": _sh_backslash,
    "'": _single,
    '"': _sh_double,
    "$": _dollar,
    "`": _substitution,
}
