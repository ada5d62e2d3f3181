"""Translates the page's templates while a wheel is built, an editable one too; hatchling calls it.

Without the translation all works as well, slower: a page then waits for Jinja to translate them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Translate(BuildHookInterface):  # type: ignore[type-arg] # the config's type says nothing here
    """Puts the translation beside the templates before the files of the wheel are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - theirs
        """Translate them with the Jinja of the build."""
        sys.path.insert(0, self.root)
        try:
            from diagnostics.report.html_env import reading
            from diagnostics.report.html_translated import TEMPLATES, translate
        finally:
            sys.path.remove(self.root)
        from jinja2 import FileSystemLoader

        if Path(self.root).resolve() not in TEMPLATES.resolve().parents:
            raise RuntimeError(f"{TEMPLATES} is another installation's, found before {self.root}")
        translate(reading(FileSystemLoader(TEMPLATES)))
