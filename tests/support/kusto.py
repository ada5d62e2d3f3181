"""Microsoft's own parser of the Kusto Query Language, from npm: installed once, beside the environment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from tests.support.npm import KUSTO

_PROGRAM = Path(__file__).with_name("kusto.mjs")


def diagnostics(
    queries: Mapping[str, str], tables: Mapping[str, str]
) -> dict[str, list[dict[str, str]]]:
    """Parse and bind queries against tables' schemas; gives errors and warnings by query.

    Without npm the test is skipped, and in CI fails.
    """
    KUSTO.wanted()
    asked = {"folder": str(KUSTO.modules.parent), "tables": dict(tables), "queries": dict(queries)}
    parser = KUSTO.start(_PROGRAM)
    said, _ = parser.communicate(json.dumps(asked), timeout=300)
    assert parser.returncode == 0
    return json.loads(said)  # type: ignore[no-any-return]
