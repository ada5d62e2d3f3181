r"""Split a pasted command into its arguments as a shell does: sh, cmd.exe or PowerShell.

Nothing is expanded: `$TOKEN`, `$(…)` and `%NAME%` stay as they stand, since their values are not in the text. The words end
where the command does: at a line end without continuation, `;`, `|`, `&`, `<` or `>` outside quotes.

Sources: POSIX.1-2017, Shell Command Language, 2.2 and 2.6; Bash manual, ANSI-C quoting; Microsoft Learn, cmd (caret),
"main function and command-line arguments (C++)", about_Quoting_Rules, about_Parsing; read 2026-11-24.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from diagnostics.requests.mapped import Mapped
from diagnostics.requests.unreadable import Unreadable

_BLANK = " \t"
_ENDS = ";|&<>\n"
_SH_RUN = re.compile(r"[^\s\\'\"$`;|&<>]+")
_SH_DOUBLE = re.compile(r'[^"\\$`]+')
_PS_DOUBLE = re.compile(r'[^"`]+')
_ANSI = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b", "E": "\x1b",
    "\\": "\\", "'": "'", '"': '"', "?": "?",
}  # fmt: skip
_ANSI_NUMBER = re.compile(
    r"x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})"
)
_TICKS = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


class _Words:
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


def sh_words(source: Mapped, at: int) -> list[Mapped]:
    """Split as a POSIX shell, with `$'…'` of bash.

    Raises:
        Unreadable: if a quotation has no end.
    """
    words = _Words(source, at)
    text = source.text
    while words.at < len(text):
        char = text[words.at]
        if char == "\\":
            _sh_backslash(words)
        elif char in _BLANK or char == "\r":
            words.finish()
            words.at += 1
        elif char in _ENDS:
            break
        elif char == "'":
            _single(words, text.find("'", words.at + 1), "'")
        elif char == '"':
            _sh_double(words)
        elif text.startswith("$'", words.at):
            _ansi(words)
        elif char in "$`":
            _substitution(words)
        else:
            run = _SH_RUN.match(text, words.at)
            words.take(run.end() if run else words.at + 1)
    return words.done()


def _sh_backslash(words: _Words) -> None:
    """A backslash takes the line end away, or makes the next character an ordinary one."""
    rest = words.text[words.at + 1 : words.at + 3]
    if rest.startswith(("\n", "\r\n")):
        words.at += 2 + rest.startswith("\r")
        return
    words.at += 1
    words.take(min(words.at + 1, len(words.text)))


def _single(words: _Words, end: int, mark: str) -> None:
    if end < 0:
        raise words.unclosed(words.at, mark)
    words.at += 1
    words.take(end)
    words.at = end + 1


def _sh_double(words: _Words) -> None:
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


def _in_double(words: _Words) -> None:
    """Between double quotes a backslash means something only before five characters."""
    following = words.text[words.at + 1 : words.at + 2]
    if following == "\n":
        words.at += 2
    elif following and following in '$`"\\':
        words.at += 1
        words.take(words.at + 1)
    else:
        words.take(words.at + 1)


def _substitution(words: _Words) -> None:
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


def _ansi(words: _Words) -> None:
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


def _ansi_escape(words: _Words) -> None:
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


def powershell_words(source: Mapped, at: int) -> list[Mapped]:
    """Split as PowerShell hands arguments to a program from version 7.3 on.

    Raises:
        Unreadable: if a quotation has no end.
    """
    words = _Words(source, at)
    text = source.text
    while words.at < len(text):
        char = text[words.at]
        if char == "`":
            _tick(words)
        elif char in _BLANK or char == "\r":
            words.finish()
            words.at += 1
        elif char in _ENDS:
            break
        elif char == "'":
            _doubled(words, "'", None)
        elif char == '"':
            _doubled(words, '"', _tick)
        else:
            words.take(words.at + 1)
    return words.done()


def _tick(words: _Words) -> None:
    rest = words.text[words.at + 1 : words.at + 3]
    if rest.startswith(("\n", "\r\n")):
        words.at += 2 + rest.startswith("\r")
    elif rest[:1] in _TICKS and rest:
        words.put(_TICKS[rest[0]], 2)
    else:
        words.at += 1
        words.take(min(words.at + 1, len(words.text)))


def _doubled(words: _Words, mark: str, escape: Callable[[_Words], None] | None) -> None:
    """Read a quotation in which the mark itself is written twice."""
    opened, text = words.at, words.text
    run = re.compile(rf"[^{mark}`]+" if escape else rf"[^{mark}]+")
    words.begin()
    words.at += 1
    while words.at < len(text):
        if text.startswith(mark * 2, words.at):
            words.put(mark, 2)
        elif text[words.at] == mark:
            words.at += 1
            return
        elif escape and text[words.at] == "`":
            escape(words)
        else:
            found = run.match(text, words.at)
            words.take(found.end() if found else words.at + 1)
    raise words.unclosed(opened, mark)


def cmd_words(source: Mapped, at: int) -> list[Mapped]:
    """Split as cmd.exe takes the carets away and as the C runtime then splits the line.

    Raises:
        Unreadable: if a quotation has no end.
    """
    line = _without_carets(source, at)
    return runtime_words(line, 0)


def _without_carets(source: Mapped, at: int) -> Mapped:
    text, line, is_quoted = source.text, Mapped(), False
    run = re.compile(r'[^"^;|&<>\n]+')
    while at < len(text):
        char = text[at]
        end = at + 1
        if char == '"':
            is_quoted = not is_quoted
        elif is_quoted and char in "^;|&<>\n":
            pass
        elif char == "^":
            # Before a line end the caret takes it away; in both cases the next character is an ordinary one.
            at += 1
            if text.startswith(("\n", "\r\n"), at):
                at += 1 + text.startswith("\r", at)
            end = min(at + 1 + text.startswith("\r\n", at), len(text))
        elif char in "|&<>\n":
            break
        else:
            found = run.match(text, at)
            end = found.end() if found else end
        line.extend(source, at, end)
        at = end
    return line.done()


def runtime_words(source: Mapped, at: int) -> list[Mapped]:
    """Split a line as the C runtime of Windows does: backslashes count before a double quote only.

    Raises:
        Unreadable: if a quotation has no end.
    """
    words, text = _Words(source, at), source.text
    opened = -1
    run = re.compile(r'[^"\\\s]+')
    within = re.compile(r'[^"\\]+')
    while words.at < len(text):
        char = text[words.at]
        if char == "\\":
            _backslashes(words)
        elif char == '"' and opened >= 0 and text.startswith('""', words.at):
            words.put('"', 2)
        elif char == '"':
            opened = -1 if opened >= 0 else words.at
            words.begin()
            words.at += 1
        elif opened < 0 and char.isspace():
            words.finish()
            words.at += 1
        else:
            found = (within if opened >= 0 else run).match(text, words.at)
            words.take(found.end() if found else words.at + 1)
    if opened >= 0:
        raise words.unclosed(opened, '"')
    return words.done()


def _backslashes(words: _Words) -> None:
    end = words.at
    while words.text.startswith("\\", end):
        end += 1
    count = end - words.at
    if not words.text.startswith('"', end):
        words.take(end)
        return
    words.take(words.at + count // 2)
    words.at = end
    if count % 2:
        words.take(end + 1)
