r"""Split a pasted command into its arguments as PowerShell, or as cmd.exe and the C runtime of Windows.

Sources: Microsoft Learn, cmd (caret), "main function and command-line arguments (C++)", about_Quoting_Rules, about_Parsing;
read 2026-11-24.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from diagnostics.requests.mapped import Mapped
from diagnostics.requests.words import Words, skipped_line_end, split

_PS_RUN = re.compile(r"[^\s`'\";|&<>]+")
_TICKS = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


def powershell_words(source: Mapped, at: int) -> list[Mapped]:
    """Split as PowerShell hands arguments to a program from version 7.3 on.

    Raises:
        Unreadable: if a quotation has no end.
    """
    return split(source, at, _PS_MARKS, _PS_RUN)


def _tick(words: Words) -> None:
    following = words.text[words.at + 1 : words.at + 2]
    if skipped_line_end(words):
        return
    if following in _TICKS:
        words.put(_TICKS[following], 2)
    else:
        words.at += 1
        words.take(min(words.at + 1, len(words.text)))


def _doubled(words: Words, mark: str, escape: Callable[[Words], None] | None) -> None:
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


_PS_MARKS: dict[str, Callable[[Words], None]] = {
    "`": _tick,
    "'": lambda words: _doubled(words, "'", None),
    '"': lambda words: _doubled(words, '"', _tick),
}


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
    words, text = Words(source, at), source.text
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


def _backslashes(words: Words) -> None:
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
