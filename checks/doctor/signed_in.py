"""Who are we signed in as?"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics import Check, Look, Seen, SignIn, Step, Verdict


async def probe(look: Look) -> SignIn:
    """Get a Resource Manager token and keep what it says about the login."""
    login = await look.entra.sign_in()
    return SignIn(
        observed_at=login.observed_at,
        credential=login.credential,
        passed_over=login.passed_over,
        tenant=login.tenant,
        object_id=login.object_id,
        app_id=login.app_id,
        user_name=login.user_name,
        is_user=login.is_user,
        is_guest=login.is_guest,
    )


def judge(_login: SignIn, _seen: Seen) -> Iterator[Verdict]:
    """A login is neither right nor wrong by itself; `entra.right_place` holds it against the target."""
    yield from ()


CHECK = Check(
    id="doctor.signed_in",
    title="There is a usable login",
    provides=SignIn,
    probe=probe,
    judge=judge,
    kinds=(),
    step=Step.DOCTOR,
)
