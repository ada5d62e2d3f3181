"""Everything that can go wrong, by who must act.

```
DoctorError
├─ ConfigError        the user can repair it: says file, line, field, what was expected, what to do → exit 2
├─ CatalogueError     a check is malformed: duplicate code, missing provider, no runbook            → exit 2
└─ LookError          the world said no; never carries a body with secrets
   ├─ Denied          401, 403: names the permission that would have answered
   ├─ NotFound        404
   ├─ Throttled       429
   ├─ Unreachable     DNS, TCP, TLS
   ├─ TimedOut        no answer within the limit
   ├─ NotSignedIn     no usable credential, or the token service refused ours
   ├─ Behind          not asked: what another check found stands before it
   └─ Unexpected      any other answer: status, shape or type
```

The runner alone turns a `LookError` into an outcome.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.permission import Permission


class DoctorError(Exception):
    """The root of everything this program raises on purpose."""


@dataclass(eq=False)
class ConfigError(DoctorError):
    """Something the user gave cannot be used; one clear message, exit code 2."""

    problem: str  # what is wrong, one sentence
    expected: str = ""  # what would have been accepted
    do: str = ""  # what to do about it
    source: str = ""  # file, option or variable it came from
    line: int | None = None  # 1-based
    field: str = ""  # key inside the file
    column: int | None = None  # 1-based, in characters; only with a line

    def __str__(self) -> str:
        """Give place, problem, expectation and advice on one line each."""
        place = ":".join(str(part) for part in (self.source, self.line, self.column) if part)
        where = ", ".join(
            part for part in (place, f"field {self.field}" * bool(self.field)) if part
        )
        lines = [f"{where}: {self.problem}" if where else self.problem]
        lines += [f"  expected: {self.expected}"] if self.expected else []
        lines += [f"  do: {self.do}"] if self.do else []
        return "\n".join(lines)

    def at(self, *, source: str = "", line: int | None = None, field: str = "") -> ConfigError:
        """Return the same error, told where it stands; what is already known stays."""
        return ConfigError(
            self.problem,
            self.expected,
            self.do,
            self.source or source,
            self.line if self.line is not None else line,
            self.field or field,
            self.column,
        )


class CatalogueError(DoctorError):
    """A pack or a check of it is malformed; found at start, exit code 2."""


@dataclass(eq=False)
class LookError(DoctorError):
    """A reading did not succeed."""

    reason: str  # one sentence for a person, without secrets
    api: str = ""  # "Azure Resource Manager", "Microsoft Graph", …
    endpoint: str = ""  # verb and URL without secrets
    status: int | None = None  # HTTP status; None = no answer
    code: str = ""  # the service's own error code
    request_id: str = ""
    permissions: tuple[Permission, ...] = field(default=())  # any one of them would have answered

    def __str__(self) -> str:
        """Give the sentence."""
        return self.reason


class Denied(LookError):
    """401 or 403: the login may not read this."""


class NotFound(LookError):
    """404: nothing there, or nothing this login can see."""


class Throttled(LookError):
    """429 after the permitted retries."""


class Unreachable(LookError):
    """No connection: name resolution, TCP, proxy or TLS."""


class TimedOut(LookError):
    """No answer within the limit."""


class NotSignedIn(LookError):
    """There is no usable credential, or the token service refused it."""


class Behind(LookError):
    """Not asked: what another check found would be the answer here, too; `reason` names that check."""


class Unexpected(LookError):
    """An answer that the documentation does not know: status, shape or type."""
