"""Why a question stays open: what the world said, what was missing before it, or that the run ended first."""

from __future__ import annotations

from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.errors import (
    Behind,
    Denied,
    LookError,
    NotFound,
    NotSignedIn,
    Throttled,
    TimedOut,
    Unreachable,
)
from diagnostics.finding import Unknown
from diagnostics.order import AnyCheck
from diagnostics.outcome import Reading
from diagnostics.targets import Target

_SLUG_OF: tuple[tuple[type[LookError], str], ...] = (
    (Denied, "missing-permission"),
    (NotSignedIn, "no-credential"),
    (Throttled, "throttled"),
    (TimedOut, "timed-out"),
    (Unreachable, "unreachable"),
    (NotFound, "thing-not-found"),
    (Behind, "needs-another-answer"),
)
_DO = {
    "tls-intercepted": "give the certificate authority that signs here: --ca FILE",
    "throttled": "wait a minute and run again",
    "thing-not-found": "check the names that the target gives, then run again",
    "unreachable": "check name resolution, firewall and proxy: --proxy URL",
    "timed-out": "run again; if it stays: a longer --deadline",
    "unexpected-answer": "run again; if it stays, report it with the bundle of this run",
    "needs-another-answer": "answer or repair that first, then run again",
    "check-crashed": "report it with the bundle of this run",
    "interrupted": "run again",
}
_NOT_ACCEPTED = 401  # the login itself: no right would help it
_NEEDS = "needs the answer of "


def of_error(error: LookError, target: Target | None = None) -> Unknown:
    """Turn what the world said into an open question."""
    slug = next((slug for kind, slug in _SLUG_OF if isinstance(error, kind)), "unexpected-answer")
    if slug == "unreachable" and error.code == "TlsNotTrusted":
        slug = "tls-intercepted"
    # A refusal that names no permission is one of the login itself.
    of_login = slug == "missing-permission" and not error.permissions
    is_login = slug == "no-credential" or error.status == _NOT_ACCEPTED or of_login
    do = _sign_in(error, target) if is_login else _DO.get(slug, "")
    permissions = () if is_login else error.permissions
    return Unknown(DOCTOR_KINDS[slug], error.reason, permissions, do, type(error).__name__)


def of_need(provider: AnyCheck, reading: Reading) -> Unknown:
    """Say that another question must be answered first; of a chain the first one is named, since it is what to act on."""
    said = reading.unknown
    if said and said.kind == DOCTOR_KINDS["needs-another-answer"]:
        return said
    why = said.reason if said else "it failed by a fault of its own"
    return Unknown(
        DOCTOR_KINDS["needs-another-answer"],
        f"{_NEEDS}{provider.id}: {why}",
        said.permissions if said else (),
        said.do if said else _DO["check-crashed"],
        said.error if said else "",
    )


def left_out(need: str) -> Unknown:
    """Say that the user left out the check that would have answered first."""
    return DOCTOR_KINDS["needs-another-answer"].unknown(
        f"{_NEEDS}a check that was left out ({need})", do="run again without --skip"
    )


def no_answer_within(limit_s: float, slowed: str = "") -> Unknown:
    """Say that one check took too long; `slowed` names a service that asked to slow down meanwhile."""
    said = f"no answer within {limit_s:g} s"
    return _slowed(said, slowed) if slowed else _doctor("timed-out", said)


def run_over(limit_s: float, slowed: str = "") -> Unknown:
    """Say that the whole run took too long; `slowed` names a service that asked to slow down meanwhile."""
    said = f"the run's limit of {limit_s:g} s came before the answer"
    if slowed:
        return _slowed(said, slowed)
    return DOCTOR_KINDS["timed-out"].unknown(said, do="run again with a longer --deadline")


def _slowed(said: str, slowed: str) -> Unknown:
    return _doctor("throttled", f"{said}; {slowed} asked to slow down meanwhile")


def run_interrupted() -> Unknown:
    """Say that the user ended the run."""
    return _doctor("interrupted", "the run was interrupted before the answer")


def check_crashed(place: str) -> Unknown:
    """Say that the check itself is broken."""
    return _doctor("check-crashed", f"the check failed by a fault of its own: {place}")


def _doctor(slug: str, reason: str) -> Unknown:
    return DOCTOR_KINDS[slug].unknown(reason, do=_DO[slug])


def _sign_in(error: LookError, target: Target | None) -> str:
    if error.code == "Offline":
        return "name what to look at: --account, --key-uri or a configuration"
    login = f"az login --tenant {target.tenant}" if target and target.tenant else "az login"
    if target and target.cloud.name != "public":
        login = f"az cloud set --name {target.cloud.az_name} && {login}"
    if "az is not installed" in error.reason:
        return f"install the Azure command line and run `{login}`, or set the AZURE_… variables of a login"
    if error.reason.startswith("environment") and error.code:
        # A login that the variables name is final: no other one is tried after it (azure-identity's order).
        return (
            f"correct the AZURE_… variables that hold this login, or unset them and run `{login}`"
        )
    return login
