r"""Write an argument list for a shell so that the shell gives back exactly this list, and a person can read it.

Control, format and bidirectional characters are never printed as they are: what is pasted is what was meant, and
nothing hides in it. NUL cannot be in an argument of any program; it is written and the shell drops it.

PowerShell hands arguments to a native program in two ways. Windows PowerShell 5.1, and 7 in its mode *Legacy*, joins
them to one line and escapes neither double quotes nor a backslash at the end, and drops empty ones; from 7.3 on each
argument arrives as it is. An argument for which this makes a difference is therefore written as the program's own
parser reads it (`"a ""b"" c"`), inside a block that asks for *Legacy*: 5.1 does not know that variable and sets it in
vain. Since `az` is a batch file on Windows, and cmd.exe reads `& | < > ^` outside double quotes, such arguments are
written that way too; `%NAME%` cmd.exe replaces even inside them, and no quoting prevents it.

Sources: POSIX.1-2017, Shell Command Language, 2.2 and 2.6.3; printf. Microsoft Learn: about_Quoting_Rules,
about_Parsing, about_Preference_Variables ($PSNativeCommandArgumentPassing), "main function and command-line
arguments (C++)"; read 2026-11-23.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

# Cc control, Cf format (bidi, zero-width), Co private, Cs surrogates, Cn unassigned, Zl and Zp line separators
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
# letters and marks that show nothing (DerivedCoreProperties, Default_Ignorable_Code_Point), and the empty braille cell
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)

_SH_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,-][A-Za-z0-9_./:@%+,=-]*")
# Words that begin something else than a command when they stand first.
_SH_RESERVED = re.compile(
    r"case|coproc|do|done|elif|else|esac|fi|for|foreach|function|if|in|nocorrect|repeat"
    r"|select|then|time|until|while"
)
_NEWLINE = "nl"  # shell variable for what `$(…)` cannot end with

_POWERSHELL_COMMAND = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(\.exe|\.cmd)?")
_POWERSHELL_RESERVED = re.compile(
    r"assembly|base|begin|break|catch|class|clean|command|configuration|continue|data"
    r"|define|do|dynamicparam|else|elseif|end|enum|exit|filter|finally|for|foreach|from"
    r"|function|hidden|if|in|inlinescript|interface|module|namespace|parallel|param"
    r"|private|process|public|return|sequence|static|switch|throw|trap|try|type|until"
    r"|using|var|while|workflow"
)
# An option, or a word that is neither a number nor begins an expression.
_POWERSHELL_PLAIN = re.compile(
    r"--?[A-Za-z][A-Za-z0-9-]*|[A-Za-z/][A-Za-z0-9_./:-]*|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]+)+"
)
# PowerShell takes each of these for a single quote.
_POWERSHELL_QUOTES = "'\u2018\u2019\u201a\u201b"
_BATCH = re.compile(r"[&|<>^()]")
UNSET = " is not set' }; "  # ends the guard of a variable in PowerShell
_LEGACY = "& { $PSNativeCommandArgumentPassing = 'Legacy'; "


def sh(argv: tuple[str, ...], names: tuple[str, ...] = ()) -> str:
    """Write a command for a POSIX shell.

    Args:
        argv: the command.
        names: variables; `<name>` in an argument becomes the variable's value, and an empty one stops the command.
    """
    parts = [_parts(word, names) for word in argv]
    words = [_sh_parts(each, names, is_first=not at) for at, each in enumerate(parts)]
    if not any(part.endswith("\n") for each in parts for part in each):
        return " ".join(words)
    # `$(…)` takes newlines away at its end, so one is kept in a variable behind a mark that is cut off when it is used.
    return f"{_NEWLINE}=\"$(printf '\\012.')\"; " + " ".join(words)


def powershell(argv: tuple[str, ...], names: tuple[str, ...] = ()) -> str:
    """Write a command for PowerShell 5.1 and later; arguments as for `sh`."""
    if not argv:
        return ""
    words = [_powershell_command(argv[0]), *(_powershell_word(word, names) for word in argv[1:])]
    line = " ".join(words)
    is_delicate = any(_is_delicate(_neutral(word, names)) for word in argv[1:])
    used = [name for name in names if any(f"<{name}>" in word for word in argv[1:])]
    guards = "".join(f"if (!${name}) {{ throw '{name}{UNSET}" for name in used)
    return guards + (f"{_LEGACY}{line} }}" if is_delicate else line)


def _parts(word: str, names: tuple[str, ...]) -> list[str]:
    """Take an argument apart: texts, and the places of variables as `<name>`."""
    places = "|".join(f"<{re.escape(name)}>" for name in names)
    return [part for part in re.split(f"({places})", word) if part] if places and word else [word]


def _neutral(word: str, names: tuple[str, ...]) -> str:
    """Put a plain word where a variable stands."""
    return "".join("x" if _variable(part, names) else part for part in _parts(word, names))


def _variable(part: str, names: tuple[str, ...]) -> str:
    """Name the variable whose place this is; empty = it is a text."""
    name = part[1:-1]
    return name if part == f"<{name}>" and name in names else ""


def _sh_parts(parts: list[str], names: tuple[str, ...], *, is_first: bool) -> str:
    return "".join(
        f'"${{{name}:?}}"' if name else _sh_word(part, is_first=is_first)
        for part in parts
        for name in (_variable(part, names),)
    )


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in _HIDDEN or _INVISIBLE.match(char) is not None


def _sh_word(word: str, *, is_first: bool) -> str:
    is_plain = _SH_PLAIN.fullmatch(word) is not None
    if is_plain and not (is_first and (_SH_RESERVED.fullmatch(word) or "=" in word)):
        return word
    if not any(map(_is_hidden, word)):
        return "'" + word.replace("'", "'\\''") + "'"
    body = word.rstrip("\n")
    newlines = f"${{{_NEWLINE}%.}}" * (len(word) - len(body))
    return f'"{_printed(body)}{newlines}"'


def _printed(text: str) -> str:
    """Write the call that prints a text; a dash at its beginning would be an option of printf."""
    if not text:
        return ""
    first = "\\055" if text.startswith("-") else _octal(text[0])
    return f"$(printf '{first}{''.join(map(_octal, text[1:]))}')"


def _octal(char: str) -> str:
    """Write a character for printf: `!` too, which an interactive shell replaces inside double quotes."""
    if char == "%":
        return "%%"  # some shells read the number first and the format then
    if char in "'\\!" or _is_hidden(char):
        return "".join(f"\\{byte:03o}" for byte in _bytes(char))
    return char


def _bytes(char: str) -> bytes:
    """Give the bytes of a character; a byte that was no text (surrogateescape) is that byte."""
    is_byte = "\udc80" <= char <= "\udcff"
    return char.encode("utf-8", "surrogateescape" if is_byte else "surrogatepass")


def _powershell_command(word: str) -> str:
    is_plain = _POWERSHELL_COMMAND.fullmatch(word) is not None
    # What is quoted is a text; `&` makes it a command.
    return (
        word
        if is_plain and not _POWERSHELL_RESERVED.fullmatch(word.lower())
        else f"& {_text(word)}"
    )


def _powershell_word(word: str, names: tuple[str, ...] = ()) -> str:
    written = _for_its_parser(word) if _is_delicate(_neutral(word, names)) else word
    parts = _parts(written, names)
    if parts != [written] or _variable(written, names):
        return _sum(parts, names)
    is_plain = written == word and _POWERSHELL_PLAIN.fullmatch(word)
    return word if is_plain else _text(written)


def _sum(parts: list[str], names: tuple[str, ...]) -> str:
    """Join texts and variables; a sum is one of texts only if it begins with one."""
    terms = [f"${name}" if (name := _variable(part, names)) else _text(part) for part in parts]
    first = [] if len(terms) == 1 or terms[0].startswith(("'", "(")) else ["''"]
    return terms[0] if len(terms) == 1 else "(" + "+".join([*first, *terms]) + ")"


def _is_delicate(word: str) -> bool:
    """Tell whether the two ways of handing it over, or a batch file, would make a difference."""
    return (
        not word
        or '"' in word
        or bool(_BATCH.search(word))
        or (word.endswith("\\") and any(map(str.isspace, word)))
    )


def _for_its_parser(word: str) -> str:
    r"""Write one argument in double quotes as a C program's start-up code reads it.

    A double quote inside is doubled, so that cmd.exe too sees the whole as quoted. Behind a backslash it is `\"`: there
    PowerShell would count a doubled one wrongly and add quotes of its own.
    """

    def quote(match: re.Match[str]) -> str:
        slashes = match.group(1)
        return f'{slashes}{slashes}\\"' if slashes else '""'

    inner = re.sub(r'(\\*)"', quote, word)
    tail = inner[len(inner.rstrip("\\")) :]
    return f'"{inner}{tail}"'


def _text(word: str) -> str:
    """Write a text: in single quotes, or as a sum with the numbers of what must not be seen."""
    if not any(map(_is_hidden, word)):
        return _single(word)
    terms: list[str] = []
    for is_hidden, part in groupby(word, _is_hidden):
        text = "".join(part)
        terms += map(_number, text) if is_hidden else [_single(text)]
    # The sum is one of texts only if it begins with one.
    first = [] if terms[0].startswith("'") else ["''"]
    return "(" + "+".join([*first, *terms]) + ")"


def _number(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    codes = [units[at : at + 2].hex().upper() for at in range(0, len(units), 2)]
    return "+".join(f"[char]0x{code}" for code in codes)


def _single(text: str) -> str:
    return "'" + re.sub(f"([{_POWERSHELL_QUOTES}])", r"\1\1", text) + "'"
