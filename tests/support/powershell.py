"""PowerShell's rules for the few forms that `diagnostics.quoting` writes, read from Microsoft's pages; there is no PowerShell here.

It parses: an optional block that asks for Legacy; `&`; bare words; texts in single quotes (any of PowerShell's four, doubled
inside); sums of texts and characters in parentheses. Then it hands the arguments to a native program in both ways, and reads
them as a C program's start-up code does.
"""

from __future__ import annotations

import re

from diagnostics.quoting import UNSET

QUOTES = "'\u2018\u2019\u201a\u201b"
LEGACY = "& { $PSNativeCommandArgumentPassing = 'Legacy'; "
# What ends a bare word or begins something else in argument mode (about_Parsing).
SPECIAL = set('"`$&|;<>(){}@#,%!=?*[]~') | set(QUOTES)


class NotUnderstoodError(Exception):
    pass


def words_of(line: str) -> tuple[bool, list[str]]:
    """The words of a command, and whether it asks for Legacy."""
    is_legacy = line.startswith(LEGACY)
    if is_legacy:
        assert line.endswith(" }")
        line = line[len(LEGACY) : -2]
    at, words = 0, []
    if line.startswith("& "):
        at = 2
    else:
        assert re.match(r"[A-Za-z]", line), "a command that is not quoted begins with a letter"
    while at < len(line):
        word, at = _word(line, at)
        words.append(word)
        if at < len(line):
            assert line[at] == " "
            at += 1
    return is_legacy, words


def _word(line: str, at: int) -> tuple[str, int]:
    if line[at] in QUOTES:
        return _single(line, at)
    if line[at] == "(":
        return _sum(line, at + 1)
    end = at
    while end < len(line) and line[end] != " ":
        if line[end] in SPECIAL or not line[end].isprintable():
            raise NotUnderstoodError(line[at:])
        end += 1
    word = line[at:end]
    if re.fullmatch(r"[0-9].*", word) and "-" not in word:
        raise NotUnderstoodError(f"{word} may be a number")
    if re.fullmatch(r"--%|--", word) or re.fullmatch(r"-[A-Za-z][^ ]*[.:].*", word):
        raise NotUnderstoodError(f"{word} is an option that PowerShell reads itself")
    return word, end


def _single(line: str, at: int) -> tuple[str, int]:
    text, at = [], at + 1
    while True:
        if line[at] in QUOTES:
            if at + 1 >= len(line) or line[at + 1] not in QUOTES:
                return "".join(text), at + 1
            at += 1
        text.append(line[at])
        at += 1


def _sum(line: str, at: int) -> tuple[str, int]:
    assert line[at] in QUOTES, "a sum of texts begins with a text"
    units: list[int] = []
    while True:
        if line[at] in QUOTES:
            text, at = _single(line, at)
            raw = text.encode("utf-16-be", "surrogatepass")
            units += [int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2)]
        else:
            match = re.compile(r"\[char\]0x([0-9A-F]{4})").match(line, at)
            assert match, line[at:]
            units.append(int(match[1], 16))
            at = match.end()
        if line[at] == ")":
            raw = b"".join(unit.to_bytes(2, "big") for unit in units)
            return raw.decode("utf-16-be", "surrogatepass"), at + 1
        assert line[at] == "+"
        at += 1


def filled(line: str, values: dict[str, str]) -> str:
    """The command behind the guards of a line, as it is once its variables hold these values."""
    command = line.rpartition(UNSET)[2]
    for name, value in values.items():
        written = "'" + value.replace("'", "''") + "'"
        command = re.sub(rf"\${name}\b", lambda _, text=written: text, command)
    return command


def given(line: str) -> list[list[str]]:
    """What the program gets, once for each way of handing arguments over that this line may meet."""
    is_legacy, words = words_of(line)
    legacy = [words[0], *parsed_by_c(joined_by_legacy(words[1:]))]
    return [legacy] if is_legacy else [legacy, words]


def joined_by_legacy(arguments: list[str]) -> str:
    """NativeCommandParameterBinder of Windows PowerShell 5.1: one line, quotes around what has bare white space."""
    parts = []
    for argument in arguments:
        if not argument:
            continue
        parts.append(f'"{argument}"' if _needs_quotes(argument) else argument)
    return " ".join(parts)


def _needs_quotes(text: str) -> bool:
    count, after_backslash, needs = 0, False, False
    for char in text:
        if char == '"' and not after_backslash:
            count += 1
        elif char.isspace() and count % 2 == 0:
            needs = True
        after_backslash = char == "\\"
    return needs


def parsed_by_c(line: str) -> list[str]:
    """The start-up code of Microsoft's C library since 2008: backslashes count only before a double quote."""
    arguments: list[str] = []
    at = 0
    while True:
        while at < len(line) and line[at] in " \t":
            at += 1
        if at >= len(line):
            return arguments
        text, is_quoted = "", False
        while at < len(line) and (is_quoted or line[at] not in " \t"):
            slashes = len(line[at:]) - len(line[at:].lstrip("\\"))
            at += slashes
            if at >= len(line) or line[at] != '"':
                text += "\\" * slashes
                if slashes == 0:
                    text += line[at]
                    at += 1
                continue
            text += "\\" * (slashes // 2)
            if slashes % 2:
                text += '"'
            elif is_quoted and line[at + 1 : at + 2] == '"':
                text += '"'
                at += 1
            else:
                is_quoted = not is_quoted
            at += 1
        arguments.append(text)
