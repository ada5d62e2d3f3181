"""`python -m diagnostics.cli`: the program where its script is not on the path."""

from __future__ import annotations

from diagnostics.cli import main

main()
