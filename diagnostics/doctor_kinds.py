"""The kinds of not-knowing that the runner itself says; the machinery's only words."""

from __future__ import annotations

from diagnostics.finding import Kind, Severity, Step


def _kind(code: str, slug: str, title: str) -> Kind:
    return Kind(code, slug, Severity.WARNING, title, Step.DOCTOR)


DOCTOR_KINDS = {
    kind.slug: kind
    for kind in (
        _kind("SF101", "no-credential", "There is no usable login"),
        _kind("SF102", "missing-permission", "This login may not read what the question needs"),
        _kind(
            "SF103",
            "tls-intercepted",
            "The connection is intercepted: the certificate is not trusted",
        ),
        _kind("SF104", "throttled", "The service asked to slow down"),
        _kind("SF105", "unreachable", "The service cannot be reached from here"),
        _kind("SF106", "timed-out", "The service did not answer in time"),
        _kind(
            "SF107",
            "unexpected-answer",
            "The service answered in a form that the documentation does not know",
        ),
        _kind("SF108", "needs-another-answer", "Another question must be answered first"),
        _kind("SF109", "check-crashed", "A check failed by a fault of its own"),
        _kind("SF110", "interrupted", "The run ended before this question was asked"),
        _kind("SF111", "thing-not-found", "What the target names was not found"),
    )
}
