"""What makes a pasted request unreadable, and where."""

from __future__ import annotations


class Unreadable(Exception):
    """The text is no request; quotes nothing of it, for it may hold secrets and recipients."""

    def __init__(self, at: int, problem: str, expected: str = "", do: str = "") -> None:
        super().__init__(problem)
        self.at = at  # offset in the original
        self.problem = problem
        self.expected = expected
        self.do = do
