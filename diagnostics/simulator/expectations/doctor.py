"""What a right diagnosis says where it could not see: the doctor's own sign-in and connections."""

from __future__ import annotations

from diagnostics.simulator.expectations.answer import OPEN, Expected

DOCTOR = {
    fault: Expected((code,), "", OPEN)
    for fault, code in (
        ("no-credential", "SF101"),
        ("tls-intercepted", "SF103"),
        ("throttled", "SF104"),
        ("unreachable", "SF105"),
        ("timed-out", "SF106"),
        ("unexpected-answer", "SF107"),
        *(
            (f"login-{what}", "SF101")
            for what in (
                "disabled",
                "secret-wrong",
                "certificate-wrong",
                "not-in-tenant",
                "without-consent",
                "blocked-by-policy",
                "needs-second-factor",
                "user-disabled",
                "too-old",
                "tenant-unknown",
                "of-another-cloud",
                "not-assigned",
            )
        ),
        ("token-service-busy", "SF101"),
    )
}
