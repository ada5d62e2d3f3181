"""The templates of the HTML report: everything is escaped, everything that is missing is an error.

What a cloud named is made visible (`escape.plain`) wherever it is written, and then escaped; the only texts that are
not made visible are commands, which must be copied as they are: quoting has done it for them.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from diagnostics.report import escape as escaping
from diagnostics.report import plot_canvas, suppressed_wording, verified_text, wording
from diagnostics.report import triaged_wording as triaged
from diagnostics.report.html_style import script, style
from diagnostics.report.html_translated import loader
from diagnostics.report.plot_record import Picture
from diagnostics.report.triaged_markdown import commands

_OPTION = re.compile(r"--[a-z][a-z-]*")
_PLOT_STYLE = f"<style>{plot_canvas.STYLE}</style>"


def _visible(value: object) -> object:
    """Make every character of a text visible that is not markup of ours."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return escaping.plain(value)
    return value


def _verbatim(text: str, argv: Sequence[str]) -> Markup:
    """Write a command as it is: copied, it must run. Its options are kept whole where a line is broken."""
    options = "|".join(sorted({re.escape(word) for word in argv if _OPTION.fullmatch(word)}))
    if not options:
        return escape(text)
    parts = re.split(rf"(?<!\S)({options})(?!\S)", text)
    return Markup("").join(
        Markup("<span>{}</span>").format(part) if at % 2 else part for at, part in enumerate(parts)
    )


def _drawn(picture: Picture) -> Markup:
    """Take a picture into the page; its style stands in that of the page, which alone may have one."""
    return Markup(picture.svg.replace(_PLOT_STYLE, ""))  # noqa: S704 - drawn and escaped by plot_canvas


def policy(style: str, script: str) -> str:
    """Allow the one style and the one script by their hashes, and nothing else: no address, no frame, no form.

    Source: Content Security Policy Level 3, 6.7.3 and 8.1 (hashes of inline elements).
    """
    return f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def environment() -> Environment:
    """Give the environment of all templates."""
    return reading(loader())


def reading(templates: BaseLoader) -> Environment:
    """Make an environment whose templates come from a loader."""
    made = Environment(
        loader=templates,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Any] = {
        "verbatim": _verbatim,
        "drawn": _drawn,
        "ended": wording.ended,
        "sentence": wording.sentence,
    }
    made.filters.update(filters)
    # Strings of ours, and nobody else's: the policy is made of their hashes.
    named: dict[str, Any] = {
        "style": Markup(style()),  # noqa: S704
        "script": Markup(script()),  # noqa: S704
        "policy": policy(style(), script()),
        "say": wording,
        "suppressed": suppressed_wording,
        "verified": verified_text,
        "triaged": triaged,
        "commands_of": commands,
    }
    made.globals.update(named)
    return made
