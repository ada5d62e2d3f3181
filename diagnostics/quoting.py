"""Write an argument list for a shell so that the shell gives back exactly this list, and a person can read it.

Control, format and bidirectional characters are never printed: what is pasted is what was meant, and nothing hides in it.
"""

from __future__ import annotations

import re
import unicodedata

_SAFE = re.compile(r"[A-Za-z0-9_./:@%+,=-]+")
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
# PowerShell takes these for single quotes too (about_Quoting_Rules).
_POWERSHELL_QUOTES = "'\u2018\u2019\u201a\u201b"


def sh(argv: tuple[str, ...]) -> str:
    """Write a command for a POSIX shell.

    Source: POSIX.1-2017, Shell Command Language, 2.2 Quoting; printf, EXTENDED DESCRIPTION.
    """
    return " ".join(_sh_word(word) for word in argv)


def powershell(argv: tuple[str, ...]) -> str:
    r"""Write a command for PowerShell 5.1 and later.

    Windows PowerShell 5.1 hands a native program its arguments on one line and does not escape the double quotes inside;
    `\"` is what the program's own parser needs. PowerShell 7.3 escapes by itself, so such arguments go through `--%`-free
    quoting there only with `$PSNativeCommandArgumentPassing = 'Legacy'`. Commands of this program avoid double quotes where
    they can.

    Source: Microsoft Learn, about_Quoting_Rules and about_Parsing.
    """
    words = [_powershell_word(word) for word in argv]
    # A first word that is an expression (quoted) is only run when `&` stands before it.
    call = "& " if words and words[0] != argv[0] else ""
    return call + " ".join(words)


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in _HIDDEN


def _sh_word(word: str) -> str:
    if _SAFE.fullmatch(word) and not word.startswith("~"):
        return word
    if not any(_is_hidden(char) for char in word):
        return "'" + word.replace("'", "'\\''") + "'"
    # `$(…)` drops newlines at the end, so a mark is printed after the text and cut off again.
    octal = "".join(_printf(char) for char in word)
    return f"\"$(printf '{octal}')\"" if not word.endswith("\n") else _with_newlines(word)


def _with_newlines(word: str) -> str:
    body = word.rstrip("\n")
    # Newlines inside single quotes are literal; they are the one control character that the shell shows as what it is.
    tail = "'" + "\n" * (len(word) - len(body)) + "'"
    return (_sh_word(body) if body else "") + tail


def _printf(char: str) -> str:
    if char in "'\\%" or _is_hidden(char):
        return "".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogatepass"))
    return char


def _powershell_word(word: str) -> str:
    if _SAFE.fullmatch(word) and not word.startswith(("@", "-", "%")) and "," not in word:
        return word
    if re.fullmatch(r"--?[A-Za-z][A-Za-z-]*", word):
        return word
    # A native program's own parser ends an argument at a double quote unless a backslash stands before it.
    escaped = re.sub(r'(\\*)"', r'\1\1\\"', word)
    if not any(_is_hidden(char) for char in escaped):
        return _single(escaped)
    return "(" + "+".join(_pieces(escaped)) + ")"


def _pieces(word: str) -> list[str]:
    pieces: list[str] = []
    for part in re.split(r"([^ -~]+)", word):
        hidden = [char for char in part if _is_hidden(char)]
        if part and not hidden:
            pieces.append(_single(part))
        else:
            pieces.extend(_powershell_char(char) for char in part)
    # The first piece must be a string, or `+` would add numbers.
    return pieces if pieces and pieces[0].startswith("'") else ["''", *pieces]


def _powershell_char(char: str) -> str:
    if not _is_hidden(char):
        return _single(char)
    units = char.encode("utf-16-le", "surrogatepass")
    codes = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
    return "+".join(f"[char]0x{code:04X}" for code in codes)


def _single(text: str) -> str:
    return "'" + re.sub(f"([{_POWERSHELL_QUOTES}])", r"\1\1", text) + "'"
