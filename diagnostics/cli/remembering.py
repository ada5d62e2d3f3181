"""Writes runs into the history; what goes wrong there costs the history, never the report."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping

from diagnostics.errors import ConfigError
from diagnostics.history.kept import Entry
from diagnostics.history.store import History, use
from diagnostics.state import folder


def remember(
    entries: Iterable[Entry], environ: Mapping[str, str], say: Callable[[str], None]
) -> bool:
    """Keep what runs leave behind, all of it or nothing; tell whether it was kept.

    Args:
        entries: of the runs.
        environ: where the state folder is.
        say: told what went wrong.
    """
    every = tuple(entries)
    return is_used(lambda history: history.add(every), environ, say)


def is_used(
    work: Callable[[History], None], environ: Mapping[str, str], say: Callable[[str], None]
) -> bool:
    """Let the history be used; tell whether it could be, and say why not."""
    try:
        use(folder(environ), work, say)
    except ConfigError as error:
        say(f"the history was not written: {error}")
    except sqlite3.Error as error:
        say(f"the history was not written: {error}; what stood in it before is whole")
    except OSError as error:
        say(f"the history was not written: {error.strerror or error}")
    else:
        return True
    return False
