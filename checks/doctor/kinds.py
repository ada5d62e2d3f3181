"""Why the doctor itself could not look; each is an open question, never a verdict on the environment."""

from __future__ import annotations

from diagnostics import DOCTOR_KINDS

NO_CREDENTIAL = DOCTOR_KINDS["no-credential"]
MISSING_PERMISSION = DOCTOR_KINDS["missing-permission"]
TLS_INTERCEPTED = DOCTOR_KINDS["tls-intercepted"]
THROTTLED = DOCTOR_KINDS["throttled"]
UNREACHABLE = DOCTOR_KINDS["unreachable"]
TIMED_OUT = DOCTOR_KINDS["timed-out"]
UNEXPECTED = DOCTOR_KINDS["unexpected-answer"]
NEED_OPEN = DOCTOR_KINDS["needs-another-answer"]
CRASHED = DOCTOR_KINDS["check-crashed"]
INTERRUPTED = DOCTOR_KINDS["interrupted"]
