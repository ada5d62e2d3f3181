"""Does the login look at the tenant and the subscription of the target?"""

from __future__ import annotations

from collections.abc import Iterator

from checks.doctor.kinds import MISSING_PERMISSION
from checks.entra.facts import RightPlace
from checks.entra.kinds import (
    GUEST_LOGIN,
    PLACE_NOT_SETTLED,
    SUBSCRIPTION_NOT_VISIBLE,
    WRONG_TENANT,
)
from diagnostics import (
    Check,
    Denied,
    Look,
    NotApplicable,
    NotFound,
    Seen,
    SignIn,
    Step,
    SubscriptionId,
    Target,
    TenantId,
    Topology,
    Verdict,
    ports,
)

_WITHOUT_A_KEY = Topology.NO_CUSTOMER_KEY
# 401 of Resource Manager for a token of another tenant than the subscription's (ARM troubleshooting page).
_FOREIGN_TOKENS = ("InvalidAuthenticationTokenTenant", "AuthenticationFailedTenant")


async def probe(look: Look) -> RightPlace | NotApplicable:
    """Read the subscriptions of account and vault, and hold the login's tenant against them."""
    import asyncio  # only who looks needs it; judging again does not

    login = look.seen[SignIn]
    places = await asyncio.gather(
        *(_look_at(look, login, each) for each in _subscriptions(look.target))
    )
    if not places and look.target.tenant is None and look.target.topology is _WITHOUT_A_KEY:
        return NotApplicable("no key, vault or account of the customer's own is involved")
    if not places:
        return _place(look, login)
    return next((place for place in places if not place.subscription_visible), places[0])


def _subscriptions(target: Target) -> tuple[SubscriptionId, ...]:
    """Name them once each, the account's first."""
    account = target.account.subscription if target.account else None
    return tuple(dict.fromkeys(each for each in (account, target.vault_subscription) if each))


async def _look_at(look: Look, login: SignIn, subscription: SubscriptionId) -> RightPlace:
    """Read one subscription; a refusal is evidence, and a missing permission is not the same as absence."""
    try:
        document = await look.arm.subscription(subscription)
    except (Denied, NotFound) as error:
        denied = isinstance(error, Denied) and error.code not in _FOREIGN_TOKENS
        return _place(
            look,
            login,
            subscription,
            visible=None if denied else False,
            answer=f"{error.status or ''} {error.code}".strip() or error.reason,
        )
    document.require_text("subscriptionId")  # else something else answered in its place
    tenant = document.text("tenantId")
    return _place(
        look, login, subscription, visible=True, tenant=TenantId.parse(tenant) if tenant else None
    )


def _place(
    look: Look,
    login: SignIn,
    subscription: SubscriptionId | None = None,
    *,
    visible: bool | None = None,
    tenant: TenantId | None = None,
    answer: str = "",
) -> RightPlace:
    return RightPlace(
        observed_at=look.now() if subscription else login.observed_at,
        token_tenant=login.tenant,
        target_tenant=look.target.tenant,
        subscription=subscription,
        subscription_visible=visible,
        subscription_tenant=tenant,
        is_guest=login.is_guest,
        login=login.user_name or str(login.object_id),
        subscription_answer=answer,
        subscription_denied=bool(answer) and visible is None,
    )


def judge(place: RightPlace, _seen: Seen) -> Iterator[Verdict]:
    """Tenant, subscription and guest are three questions; each is answered by itself."""
    if _is_foreign(place):
        yield WRONG_TENANT.found(
            place.token_tenant, _tenants(place), evidence=(*_token(place), *_expected(place))
        )
    if place.subscription_denied:
        yield MISSING_PERMISSION.unknown(
            f"Login {place.login} may not read subscription {place.subscription}"
            f" ({place.subscription_answer}), so it is not settled that it is the right one.",
            permissions=(ports.SUBSCRIPTION_READ.at(f"/subscriptions/{place.subscription}"),),
        )
    elif place.subscription_visible is False:
        yield SUBSCRIPTION_NOT_VISIBLE.found(
            f"/subscriptions/{place.subscription}",
            f"Subscription {place.subscription} cannot be seen by login {place.login} of tenant"
            f" {place.token_tenant}: Resource Manager answers {place.subscription_answer}.",
            evidence=(
                f"answer = {place.subscription_answer} (GET /subscriptions/{place.subscription})",
                *_token(place),
            ),
        )
    elif place.expected_tenant is None:
        yield PLACE_NOT_SETTLED.unknown(
            f"Login {place.login} belongs to tenant {place.token_tenant}; which tenant the target is in"
            " is not configured, and no subscription was seen that says it.",
            do="set `tenant` in the configuration to the tenant of the vault",
        )
    if place.is_guest:
        yield GUEST_LOGIN.found(
            place.login,
            f"Login {place.login} is a guest in tenant {place.token_tenant}: a guest sees little of"
            " the directory, so what it does not see may still be there.",
            evidence=(*_token(place), "guest = true (claims of the Resource Manager token)"),
        )


def _is_foreign(place: RightPlace) -> bool:
    expected = place.expected_tenant
    if expected is None:
        return any(code in place.subscription_answer for code in _FOREIGN_TOKENS)
    return expected != place.token_tenant


def _tenants(place: RightPlace) -> str:
    if place.expected_tenant is None:
        return (
            f"Login {place.login} belongs to tenant {place.token_tenant}, and Resource Manager says"
            f" that subscription {place.subscription} belongs to another one."
        )
    if place.target_tenant and place.subscription_tenant == place.token_tenant:
        return (
            f"The configuration names tenant {place.target_tenant}, but the login and subscription"
            f" {place.subscription} belong to tenant {place.token_tenant}."
        )
    return (
        f"Login {place.login} belongs to tenant {place.token_tenant}, but the target is in tenant"
        f" {place.expected_tenant}."
    )


def _token(place: RightPlace) -> tuple[str, ...]:
    return (f"tid = {place.token_tenant} (Resource Manager token of this login)",)


def _expected(place: RightPlace) -> Iterator[str]:
    if place.target_tenant:
        yield f"tenant = {place.target_tenant} (configuration)"
    if place.subscription_tenant:
        yield f"tenantId = {place.subscription_tenant} (subscription {place.subscription})"


CHECK = Check(
    id="entra.right_place",
    title="The login looks at the right tenant and subscription",
    provides=RightPlace,
    probe=probe,
    judge=judge,
    kinds=(
        WRONG_TENANT,
        SUBSCRIPTION_NOT_VISIBLE,
        GUEST_LOGIN,
        PLACE_NOT_SETTLED,
        MISSING_PERMISSION,
    ),
    step=Step.PLACE,
    needs=(SignIn,),
    permissions=(ports.SUBSCRIPTION_READ,),
)
