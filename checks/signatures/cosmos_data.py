"""What the data plane says of tokens, roles, firewall and regions.

Sources, read 2026-11-23: the drivers' names of the sub-status numbers; troubleshoot-forbidden; public error reports.
"""

from __future__ import annotations

from checks.signatures import wording as w
from diagnostics import Certainty, Signature

_TOKEN_LOOK = (
    "The program that makes the call: which login, which tenant, which scope it asks for.",
)
_TOKEN_STEPS = (
    "Have the program sign in anew; restart it if it keeps tokens.",
    "Compare tenant and audience of its token with the account's.",
)
_ROLE_LOOK = (
    "The caller's Cosmos DB data-plane roles: they are not Azure roles, and Owner gives no data.",
)
_ROLE_STEPS = (
    "Find the principal named in the text.",
    "Give it a data-plane role that carries the action named in the text.",
)
_NETWORK_LOOK = ("The account's firewall and the address named in the text.",)
_NETWORK_STEPS = (
    "Allow the caller's address or network; changes take up to 15 minutes.",
    "If the caller should come in privately, check its private endpoint.",
)


def _token(
    code: str, category: str, title: str, *words: tuple[str, ...], kind: str = ""
) -> Signature:
    """Make the signature of a token that the data plane does not accept (401)."""
    return Signature(
        id=f"cosmos.{code}",
        code=code,
        category=category,
        title=title,
        step="4",
        stems=(*words, (f"substatus:{code}",)),
        meaning=f"{title}. This is about the calling program's login, not about the account's key.",
        look_at=_TOKEN_LOOK,
        steps=_TOKEN_STEPS,
        commands=(w.WHO_AM_I, w.LOGIN),
        source=w.DRIVERS,
        kind=kind,
    )


def _role(code: str, title: str, *words: tuple[str, ...]) -> Signature:
    """Make the signature of a missing data-plane role (403)."""
    return Signature(
        id=f"cosmos.{code or 'rbac-denied'}",
        code=code,
        category="cosmos_rbac_denied",
        title=title,
        step="2",
        stems=(*words, *(((f"substatus:{code}",),) if code else ())),
        meaning="Azure Cosmos DB's own data-plane roles do not let this principal do this. The key is not concerned.",
        look_at=_ROLE_LOOK,
        steps=_ROLE_STEPS,
        commands=(w.LIST_DATA_ROLES, w.GIVE_DATA_ROLE),
        source=f"{w.FORBIDDEN_PAGE}; {w.DRIVERS}",
        kind="CO310",
    )


def _network(code: str, title: str, *words: tuple[str, ...]) -> Signature:
    """Make the signature of a caller that the account's network rules keep out (403)."""
    return Signature(
        id=f"cosmos.{code or 'firewall'}",
        code=code,
        category="cosmos_firewall",
        title=title,
        step="4",
        stems=(*words, *(((f"substatus:{code}",),) if code else ())),
        meaning="The account's network rules keep this caller out; nothing is said about the key.",
        look_at=_NETWORK_LOOK,
        steps=_NETWORK_STEPS,
        commands=(w.SHOW_FIREWALL,),
        source=w.FORBIDDEN_PAGE,
        kind="CO306",
    )


COSMOS_DATA: tuple[Signature, ...] = (
    _token("5000", "cosmos_aad_token", "The call carries no authorization header"),
    _token("5001", "cosmos_aad_token", "The authorization header has a wrong form"),
    _token(
        "5002",
        "cosmos_aad_token",
        "Signing in with Microsoft Entra ID is switched off for the account",
    ),
    _token("5003", "cosmos_aad_token", "The token has a wrong form"),
    _token("5004", "cosmos_aad_token", "The token's signature is not valid"),
    _token("5005", "cosmos_aad_clock", "The token is not valid yet: clocks differ", kind="CO305"),
    _token("5006", "cosmos_aad_expired", "The token is expired"),
    _token(
        "5007",
        "cosmos_aad_wrong_issuer",
        "The token comes from a tenant that the account does not trust",
        ("aad token was issued by the authority", "which is not trusted by this database account"),
        kind="CO304",
    ),
    _token(
        "5008",
        "cosmos_aad_wrong_audience",
        "The token is meant for another audience",
        ("provided aad token is intended for",),
        kind="CO303",
    ),
    _token("5009", "cosmos_aad_token", "The token has a wrong scope"),
    _token("5010", "cosmos_aad_token", "The service could not get a token of its own"),
    _token("5011", "cosmos_aad_token", "The token names no object id"),
    _token("5012", "cosmos_aad_token", "Signing in with shared access signatures is switched off"),
    _token(
        "5013",
        "cosmos_aad_revoked",
        "The token was revoked: get a new one; this is not the revoked key",
    ),
    _token(
        "5200",
        "cosmos_aad_service",
        "The service does not know the token's signing key: try again",
    ),
    _token(
        "5201",
        "cosmos_aad_service",
        "The service could not read the groups of the token: try again",
    ),
    Signature(
        id="cosmos.5202",
        code="5202",
        category="cosmos_local_auth_disabled",
        title="Account keys are switched off, and the caller uses one",
        step="4",
        stems=(("local authorization is disabled. use an aad token",), ("substatus:5202",)),
        meaning="disableLocalAuth is true at the account: only Microsoft Entra tokens are accepted.",
        look_at=("disableLocalAuth of the account.", "The program's connection string."),
        steps=(
            "Let the program sign in with an Entra token and a data-plane role.",
            "Or, knowingly, allow account keys again.",
        ),
        commands=(w.GIVE_DATA_ROLE,),
        source="Azure Cosmos DB, container copy jobs, troubleshooting section, read 2026-11-23",
        kind="CO315",
    ),
    Signature(
        id="cosmos.5300",
        code="5300",
        category="cosmos_aad_control_plane_operation",
        title="This operation is not possible with a token in the data plane",
        step="-",
        stems=(("cannot be authorized by aad token in data plane",), ("substatus:5300",)),
        meaning="Creating databases, containers or throughput goes through Resource Manager when a token is used.",
        look_at=("The operation in square brackets.",),
        steps=("Do it through Resource Manager: az cosmosdb sql …, or the management SDK.",),
        source=w.FORBIDDEN_PAGE,
    ),
    _role(
        "",
        "The caller's data-plane role does not allow this",
        ("request is blocked because principal", "does not have required rbac permissions"),
    ),
    _role("5301", "The caller may not read the account's metadata"),
    _role("5302", "The caller may not do this with items"),
    _role("5303", "The caller may not do this with items (by resource id)"),
    _role("5304", "The resource of the role check cannot be resolved"),
    _role("5305", "The role check knows no user"),
    _role("5306", "The role check knows no action"),
    _role("5400", "The service did not authorize the call"),
    _network(
        "",
        "The account's firewall keeps the caller out",
        ("request originated from", "blocked by your cosmos db account firewall settings"),
    ),
    *(
        _network(code, "A network security perimeter keeps the caller out")
        for code in ("5307", "5308", "5309", "5310", "5311", "5312", "5313")
    ),
    _token("5350", "cosmos_aad_service", "The service could not ask for groups: try again"),
    _token("5351", "cosmos_aad_service", "The service could not ask Azure RBAC: try again"),
    _token("5360", "cosmos_aad_service", "The role check is switched off for this resource path"),
    _token("5600", "cosmos_aad_token", "The client certificate was refused"),
    Signature(
        id="cosmos.3",
        code="3",
        category="cosmos_write_forbidden_or_cmk",
        title="Writes are refused in this region; also seen while a key was lost",
        step="4",
        stems=(
            ("the requested operation cannot be performed at this region",),
            ("substatus:3",),
        ),
        certainty=Certainty.POSSIBLE,
        needs_status=403,
        meaning="The write went to a region that only reads. After a key was removed or disabled the service has also"
        " been seen to answer so.",
        look_at=(
            "customerManagedKeyStatus of the account.",
            "Its write regions, and a failover under way.",
        ),
        steps=("Rule out the revoked state first.", "Then point the program at a write region."),
        commands=(w.STATUS,),
        source=f"{w.DRIVERS}; microsoft/fhir-server on sub-status 3, read 2026-11-23",
        kind="CO311",
    ),
    Signature(
        id="cosmos.1008",
        code="1008",
        category="cosmos_account_not_found",
        title="The data plane does not know the account",
        step="4",
        stems=(("database account", "does not exist", "forbidden"), ("substatus:1008",)),
        needs_status=403,
        meaning="The endpoint names an account that does not exist: a wrong name, or it was deleted.",
        look_at=("The endpoint in the program's settings.", "The account in the portal."),
        steps=("Correct the endpoint, or restore the account.",),
        commands=(("az", "cosmosdb", "list", "--query", "[].documentEndpoint"),),
        source=f"{w.DRIVERS}; public error reports",
        kind="CO307",
    ),
    Signature(
        id="cosmos.1014",
        code="1014",
        category="not_auth",
        title="A logical partition is full (20 GB); neither key nor permission is concerned",
        step="-",
        stems=(("substatus:1014",),),
        meaning="Writes to one partition key value are refused because it holds 20 GB.",
        look_at=("The container's partition key.",),
        steps=("Delete data of that value, or choose another partition key.",),
        source=w.FORBIDDEN_PAGE,
    ),
    Signature(
        id="cosmos.3211",
        code="3211",
        category="cmk_revoked_generic",
        title="Throttled because of a revoked encrypted store",
        step="3",
        stems=(("substatus:3211",),),
        certainty=Certainty.POSSIBLE,
        meaning="The service throttles (429) while logs of an encrypted store that lost its key are not empty.",
        look_at=("customerManagedKeyStatus of the account.",),
        steps=("Treat it as the revoked state until the status says otherwise.", w.WAIT),
        commands=(w.STATUS,),
        source=w.DRIVERS,
        kind="CO113",
    ),
)
