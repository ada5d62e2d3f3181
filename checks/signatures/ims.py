"""What Adobe's token service (IMS) says when it gives no token.

Sources, read 2026-11-23: Adobe Developer Console, server-to-server authentication; the bodies of `invalid_client` from public
clients and test doubles. IMS documents no `invalid_scope`: it is OAuth's generic answer.
"""

from __future__ import annotations

from checks.signatures import wording as w
from diagnostics import Signature

IMS: tuple[Signature, ...] = (
    Signature(
        id="ims.invalid-client",
        code="",
        names=("invalid_client",),
        category="ims_invalid_client",
        title="Adobe's token service: client id or secret is wrong",
        step="-",
        stems=(
            ("invalid_client", "invalid client_secret parameter"),
            ("invalid_client", "invalid client_id parameter"),
        ),
        meaning="Adobe IMS gave no token, so no call reaches Journey Optimizer.",
        look_at=("The credential in the Developer Console.",),
        steps=("Copy client id and secret anew; a deleted secret cannot be restored.",),
        source=f"{w.IMS_PAGE}; public clients",
    ),
    Signature(
        id="ims.invalid-scope",
        code="",
        names=("invalid_scope", "invalid_scopes"),
        category="ims_invalid_scope",
        title="Adobe's token service: a scope is not the credential's",
        step="-",
        stems=(("invalid_scopes",), ("adobelogin.com", "invalid_scope")),
        meaning="Adobe IMS gave no token because of the scopes asked for. Adobe documents `invalid_scopes` for another"
        " flow only; `invalid_scope` is OAuth's generic answer.",
        look_at=("The scopes of the credential in the Developer Console.",),
        steps=("Copy the scopes from the Developer Console, comma-separated.",),
        source=w.IMS_PAGE,
    ),
    Signature(
        id="ims.jwt-exchange",
        code="",
        category="ims_jwt_exchange",
        title="The call uses a service account (JWT) credential, which Adobe has ended",
        step="-",
        stems=(("/ims/exchange/jwt",),),
        meaning="JWT credentials ended on 2025-06-30; the remaining ones break when their certificate expires or on"
        " 2026-03-01, whichever is first.",
        look_at=("The credential's kind in the Developer Console.",),
        steps=("Move to OAuth server-to-server: POST /ims/token/v3.",),
        source=w.IMS_PAGE,
    ),
)
