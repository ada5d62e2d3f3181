"""Our own login, as its tokens tell it; the tokens stay inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from diagnostics.cloud import claims
from diagnostics.cloud.credentials import Login, Tokens
from diagnostics.cloud.gate import ENTRA
from diagnostics.cloud.ports import SignInReading, TokenReading
from diagnostics.clouds import Cloud
from diagnostics.document import Json
from diagnostics.errors import NotSignedIn, Unexpected
from diagnostics.names import AppId, ObjectId, TenantId


class EntraAdapter:
    """The port `Entra` on azure-identity."""

    def __init__(
        self,
        tokens: Tokens,
        cloud: Cloud,
        *,
        skew: Callable[[], float | None],
        now: Callable[[], datetime],
    ) -> None:
        """Take the session's tokens and its way to tell the token service's clock."""
        self._tokens = tokens
        self._cloud = cloud
        self._skew = skew
        self._now = now

    async def sign_in(self) -> SignInReading:
        """Get a Resource Manager token and say who we are."""
        login = await self._tokens.login()
        token = await self._tokens.token(self._cloud.arm_scope)
        return self._reading(login, claims.claims_of(token.token))

    def _reading(self, login: Login, said: Mapping[str, Json]) -> SignInReading:
        tenant = claims.identifier(said, TenantId, "tid")
        object_id = claims.identifier(said, ObjectId, "oid")
        if tenant is None or object_id is None:
            raise Unexpected(
                f"the token that {login.name} gave does not say whose it is",
                api=ENTRA,
                code="NoClaims",
            )
        is_user = claims.is_user(said)
        name = claims.text(said, "upn", "preferred_username", "unique_name", "email")
        return SignInReading(
            observed_at=self._now(),
            credential=login.name,
            passed_over=login.passed_over,
            tenant=tenant,
            object_id=object_id,
            app_id=claims.identifier(said, AppId, "appid", "azp"),
            user_name=(name or None) if is_user else None,
            is_user=is_user,
            is_guest=claims.is_guest(said),
            claims=claims.told(said),
            server_skew_s=self._skew(),
        )

    async def token(self, scope: str) -> TokenReading:
        """Try to get a token for a scope; a refusal by Entra is a reading."""
        await self._tokens.login()
        try:
            token = await self._tokens.token(scope)
        except NotSignedIn as refused:
            return TokenReading(
                observed_at=self._now(),
                scope=scope,
                obtained=False,
                error_code=refused.code if refused.code.startswith("AADSTS") else "",
                error_text=refused.reason,
                server_skew_s=self._skew(),
            )
        said = claims.claims_of(token.token)
        return TokenReading(
            observed_at=self._now(),
            scope=scope,
            obtained=True,
            audience=claims.text(said, "aud"),
            issuer=claims.text(said, "iss"),
            tenant=claims.identifier(said, TenantId, "tid"),
            object_id=claims.identifier(said, ObjectId, "oid"),
            not_before=claims.instant(said, "nbf"),
            expires_on=claims.instant(said, "exp"),
            roles=claims.texts(said, "roles"),
            scopes=claims.texts(said, "scp"),
            directory_roles=claims.texts(said, "wids"),
            server_skew_s=self._skew(),
        )
