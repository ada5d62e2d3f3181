"""The page's templates as Python, translated when the package is built: translating them takes longer than drawing a page.

What was translated is used only as long as it is what would be translated now: with the same Jinja, of the same templates, by
the same environment. Everything else, and a checkout that nobody built, translates them while it runs.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import jinja2
from jinja2 import BaseLoader, Environment, FileSystemLoader, ModuleLoader

HERE = Path(__file__).parent
TEMPLATES = HERE / "html_templates"
TRANSLATED = TEMPLATES / "translated"  # in no checkout: the build puts it there
_MARK = "made-of"
_SUFFIX = ".jinja"


def loader(translated: Path = TRANSLATED) -> BaseLoader:
    """Give what finds the templates: translated if that is still true, else as they are written."""
    return ModuleLoader(translated) if _is_true(translated) else FileSystemLoader(TEMPLATES)


def translate(environment: Environment, into: Path = TRANSLATED) -> None:
    """Write each template as a Python module, and what they were made of.

    Args:
        environment: whose loader reads the templates as they are written.
        into: a folder; it is made.

    Raises:
        OSError: if the folder cannot be written.
        jinja2.TemplateSyntaxError: if a template is wrong.
    """
    into.mkdir(exist_ok=True)
    mark = into / _MARK
    mark.unlink(missing_ok=True)  # half of them is none
    for old in into.glob("*.py"):
        old.unlink()
    environment.compile_templates(into, zip=None, ignore_errors=False, filter_func=_is_template)
    mark.write_text(_made_of(), encoding="utf-8")


def _is_template(name: str) -> bool:
    return name.endswith(_SUFFIX)


def _is_true(translated: Path) -> bool:
    try:
        said = (translated / _MARK).read_text(encoding="utf-8")
    except OSError:
        return False
    return said == _made_of()


def _made_of() -> str:
    """Digest everything that a translation depends on."""
    digest = hashlib.sha256(jinja2.__version__.encode())
    for path in (HERE / "html_env.py", *sorted(TEMPLATES.glob(f"*{_SUFFIX}"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
