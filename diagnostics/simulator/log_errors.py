"""How programs write down what was refused: a template for each file and each sort of refusal.

Shapes: the forms of the drivers' errors (.NET, Java, Python with and without a header), Azure Monitor's exports, logs of
containers with JSON inside JSON. The words inside come from the world (`log_story`), never from here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from random import Random

from diagnostics.simulator.log_ink import fill, guid
from diagnostics.simulator.log_refusals import ACTIVITY, CORRELATION, STAMP, TRACE, Refusal

_JAVA_STACK = (
    "\tat com.azure.cosmos.implementation.RxGatewayStoreModel.validateOrThrow(RxGatewayStoreModel.java:<n3>)\n"
    "\tat com.azure.cosmos.implementation.RxGatewayStoreModel.lambda$toDocumentServiceResponse$0(RxGatewayStoreModel.java:<n3>)\n"
    "\tat reactor.core.publisher.FluxMap$MapSubscriber.onNext(FluxMap.java:106)\n"
    "\tat io.netty.util.concurrent.FastThreadLocalRunnable.run(FastThreadLocalRunnable.java:30)\n"
    "\tat java.base/java.lang.Thread.run(Thread.java:840)\n"
)
_DOTNET_STACK = (
    "   at Microsoft.Azure.Cosmos.ResponseMessage.EnsureSuccessStatusCode()\n"
    "   at Microsoft.Azure.Cosmos.CosmosResponseFactoryCore.ProcessMessage[T](ResponseMessage responseMessage, Func`2 createResponse)\n"
    "   at Contoso.Orders.ProfileStore.ReadAsync(String id) in /src/Orders/ProfileStore.cs:line <n3>\n"
)
_PYTHON_STACK = (
    "Traceback (most recent call last):\n"
    '  File "/app/worker/store.py", line <n3>, in read\n'
    "    return container.read_item(item=key, partition_key=key)\n"
    '  File "/usr/lib/python3/site-packages/azure/cosmos/_synchronized_request.py", line 160, in _Request\n'
    "    raise exceptions.CosmosHttpResponseError(message=data, response=response)\n"
)
_PYTHON_COSMOS = (
    "azure.cosmos.exceptions.CosmosHttpResponseError: (<name>) <said>\nCode: <name>\nMessage: <said>"
    " , Endpoint: https://<account>:443/<number>"
)
_DOTNET_COSMOS = (
    "Response status code does not indicate success: <name> (<status>); Substatus: <sub>; ActivityId: <activity>; "
    "Reason: (<said>);"
)
_CONTAINER = (
    '{"time":"@T@.<ms9>Z","stream":"stderr","log":<entry>,"kubernetes":{"namespace_name":"notify",'
    '"pod_name":"notify-api-<pod>","container_name":"api","host":"aks-pool1-<node>"}}\n'
)
_INSIGHTS = (
    '{"time":"@T@.<ms7>Z","Type":"AppExceptions","resourceId":"/SUBSCRIPTIONS/<subscription>/RESOURCEGROUPS/RG-AJO/PROVIDERS/'
    'MICROSOFT.INSIGHTS/COMPONENTS/APPI-AJO","AppRoleName":"orders-api","OperationId":"<hex16><hex16>","SeverityLevel":3,'
    '"ExceptionType":"<kind>","OuterMessage":<outer>,"Properties":{"store":"https://<account>:443/"},"Details":<details>}\n'
)
_WORKSPACE = (
    '{"TimeGenerated":"@T@.<ms7>Z","Type":"ContainerLogV2","Computer":"aks-pool1-<node>","PodNamespace":"notify",'
    '"PodName":"notify-worker-<pod>","ContainerName":"worker","LogSource":"stderr","LogLevel":"error",'
    '"LogMessage":<entry>}\n'
)
_EXCEPTION = {  # of .NET
    "cosmos": "Microsoft.Azure.Cosmos.CosmosException",
    "line": "System.Net.Http.HttpRequestException",
    "entra": "Microsoft.Identity.Client.MsalServiceException",
    "adobe": "System.Net.Http.HttpRequestException",
}
# file → sort of refusal → template; "containers" and "insights" are composed below.
_TEMPLATES: dict[str, dict[str, str]] = {
    "java": {
        "cosmos": "@T@,<ms3> ERROR [http-nio-8080-exec-<n2>] c.c.notify.ProfileStore - reading profile <hex16> failed\n"
        'com.azure.cosmos.CosmosException: {"ClassName":"CosmosException","userAgent":"azsdk-java-cosmos/4.63.0 '
        'Linux/5.15.0 JRE/17.0.11","statusCode":<status>,"resourceAddress":"https://<account>:443/","error":<jsonbody>,'
        '"innerErrorMessage":<jsonsaid>,"causeInfo":null,"responseHeaders":"{x-ms-activity-id=<activity><header>, '
        'Content-Type=application/json, Server=Compute}"}\n' + _JAVA_STACK,
        "line": "@T@,<ms3> ERROR [http-nio-8080-exec-<n2>] c.c.notify.ProfileStore - https://<account>:443/ answered: <said>\n",
        "entra": "@T@,<ms3> ERROR [ForkJoinPool.commonPool-worker-<n1>] com.azure.identity.ClientSecretCredential - "
        "token for https://<account>/.default: Azure Identity => ERROR in getToken() call\n"
        "com.microsoft.aad.msal4j.MsalServiceException: <said>\n"
        "\tat com.microsoft.aad.msal4j.MsalServiceExceptionFactory.fromHttpResponse(MsalServiceExceptionFactory.java:45)\n"
        "\tat com.azure.identity.implementation.IdentityClient.lambda$authenticate$2(IdentityClient.java:<n3>)\n"
        "\tat java.base/java.lang.Thread.run(Thread.java:840)\n",
    },
    "dotnet": {
        "cosmos": "@T@.<ms7>Z [ERR] Contoso.Orders.ProfileStore: reading <hex16> from https://<account>:443/ failed\n"
        f"Microsoft.Azure.Cosmos.CosmosException : {_DOTNET_COSMOS}\n" + _DOTNET_STACK,
        "line": "@T@.<ms7>Z [ERR] Contoso.Orders.ProfileStore: https://<account>:443/ answered: <said>\n",
        "entra": "@T@.<ms7>Z [ERR] Contoso.Orders.ProfileStore: no token for https://<account>/.default\n"
        "Microsoft.Identity.Client.MsalServiceException: <said>\n"
        "   at Microsoft.Identity.Client.Internal.Requests.RequestBase.HandleTokenRefreshErrorAsync()\n"
        "   at Contoso.Orders.ProfileStore.ReadAsync(String id) in /src/Orders/ProfileStore.cs:line <n3>\n",
    },
    "python": {
        "cosmos": "@T@,<ms3> ERROR worker.store [<n5>] profile <hex16> cannot be read\n"
        + _PYTHON_STACK
        + _PYTHON_COSMOS
        + "\n",
        "line": "@T@,<ms3> ERROR worker.store [<n5>] https://<account>:443/ answered: <said>\n",
        "entra": "@T@,<ms3> ERROR worker.store [<n5>] no token for https://<account>/.default\n"
        "Traceback (most recent call last):\n"
        '  File "/usr/lib/python3/site-packages/azure/identity/_internal/client_credential_base.py", line 28, in get_token\n'
        "azure.core.exceptions.ClientAuthenticationError: Authentication failed: <said>\n",
    },
    "caller": {
        "adobe": "@T@.<ms3>Z ERROR ajo-caller POST /ajo/im/executions/unitary requestId=rq-<hex8> campaignId=<campaign>"
        " -> <status> <body> <n3> ms x-request-id=<guid>\n",
    },
    "vault": {
        "vault": '{"time":"@T@.<ms7>Z","resourceId":"<uppervaultid>","operationName":"<logged>","operationVersion":"7.4",'
        '"category":"AuditEvent","resultType":"Failed","resultSignature":"<name>","resultDescription":<jsonsaid>,'
        '"durationMs":"<n2>","callerIpAddress":"<serviceip>","correlationId":"<guid>","identity":{"claim":{'
        '"http://schemas.microsoft.com/identity/claims/objectidentifier":"<holderoid>","appid":"<holderapp>"}},'
        '"properties":{"clientInfo":"AzureCosmosDB","requestUri":"https://<vault>/keys/<key>/<version>/<path>?api-version=7.4",'
        '"id":"https://<vault>/keys/<key>/<version>","httpStatusCode":<status>}}\n',
    },
}
GOOD_USE = (
    '{"time":"@T@.<ms7>Z","resourceId":"<uppervaultid>","operationName":"<logged>","operationVersion":"7.4",'
    '"category":"AuditEvent","resultType":"Success","resultSignature":"OK","resultDescription":"","durationMs":"<n2>",'
    '"callerIpAddress":"<serviceip>","correlationId":"<guid>","identity":{"claim":{'
    '"http://schemas.microsoft.com/identity/claims/objectidentifier":"<holderoid>","appid":"<holderapp>"}},'
    '"properties":{"clientInfo":"AzureCosmosDB","requestUri":"https://<vault>/keys/<key>/<version>/<path>?api-version=7.4",'
    '"id":"https://<vault>/keys/<key>/<version>","httpStatusCode":200,"isRbacAuthorized":true}}\n'
)
SIGN_IN = (  # the number alone: sign-in logs do not write AADSTS before it
    '{"time":"@T@.<ms7>Z","resourceId":"/tenants/<tenant>/providers/Microsoft.aadiam","operationName":"Sign-in activity",'
    '"category":"<category>","resultType":"<number>","resultSignature":"<outcome>","resultDescription":<reason>,'
    '"tenantId":"<tenant>","correlationId":"<guid>","properties":{"appId":"<holderapp>","servicePrincipalId":"<holderoid>",'
    '"servicePrincipalName":"<holdername>","resourceDisplayName":"Azure Key Vault","ipAddress":"<serviceip>",'
    '"status":{"errorCode":<number>}}}\n'
)
_OLD_DRIVERS = 0.3  # of the Python programs; from no source
LOGGED = {
    "wrapKey": "KeyWrap",
    "unwrapKey": "KeyUnwrap",
}  # operation → its name in the audit record
_OF_STORE = ("java", "dotnet", "python", "containers", "workspace", "insights")
SHOWN_BY: dict[str, tuple[str, ...]] = {  # sort of refusal → files that show it
    "cosmos": _OF_STORE,
    "line": _OF_STORE,
    "entra": _OF_STORE,
    "adobe": ("caller", "containers", "insights"),
    "vault": ("vault",),
}


def write_error(file: str, refusal: Refusal, rng: Random, names: Mapping[str, str]) -> str:
    """Write one record of a refusal; `@T@` is left in it.

    Args:
        file: which of the files, a key of `SHOWN_BY`'s values.
        refusal: what was refused.
        rng: identifiers are drawn from it.
        names: the world's names, and `ms3`, `ms7`, `ms9`: the fraction of the second; `stamp`: the second for Entra's texts.
    """
    fresh = {
        ACTIVITY: guid(rng),
        TRACE: guid(rng),
        CORRELATION: guid(rng),
        STAMP: names["stamp"],
    }
    said, body = _fresh(refusal.message, fresh), _fresh(refusal.body, fresh)
    sub = refusal.number if refusal.source == "cosmos" else None
    known = {
        **names,
        "said": said,
        "body": body,
        "jsonsaid": json.dumps(said),
        "jsonbody": json.dumps(body),
        "name": refusal.name,
        "status": str(refusal.status),
        "sub": str(sub or 0),
        "number": _python_suffix(refusal, rng),
        "header": "" if sub is None else f", x-ms-substatus={sub}",
        "activity": fresh[ACTIVITY],
        "logged": LOGGED.get(refusal.operation, ""),
        "path": refusal.operation.lower(),
    }
    if file == "containers":
        return _in_container(refusal, rng, known)
    if file == "workspace":
        return _in_workspace(refusal, rng, known)
    if file == "insights":
        return _in_insights(refusal, rng, known)
    return fill(_TEMPLATES[file][refusal.source], rng, known)


def _python_suffix(refusal: Refusal, rng: Random) -> str:
    """Give the number as the driver adds it; older ones do not, then it stands in the service's own text alone."""
    number = refusal.number
    is_told = number is not None and f"({number})" in refusal.message
    if number is None or (is_told and rng.random() < _OLD_DRIVERS):
        return ""
    return f" , Sub Status: {number}"


def _fresh(said: str, values: Mapping[str, str]) -> str:
    for token, value in values.items():
        said = said.replace(token, value)
    return said


def _in_container(refusal: Refusal, rng: Random, known: dict[str, str]) -> str:
    """Write JSON inside JSON: the program's own entry is a text in the container's record."""
    entry: dict[str, object] = {"level": "error", "ts": f"@T@.{known['ms3']}Z"}
    if refusal.source == "cosmos":
        entry |= {"msg": fill(_PYTHON_COSMOS, rng, known), "status": refusal.status}
    elif refusal.source == "adobe":
        entry |= {
            "msg": "campaign was not triggered",
            "status": refusal.status,
            "body": known["body"],
        }
    else:
        entry |= {"msg": known["said"]}
    if refusal.source != "adobe":
        entry["endpoint"] = f"https://{known['account']}:443/"
    return fill(_CONTAINER, rng, {**known, "entry": json.dumps(json.dumps(entry) + "\n")})


def _in_workspace(refusal: Refusal, rng: Random, known: dict[str, str]) -> str:
    """Write the answer as it came over the wire: status, header, and the gateway's body."""
    said = known["said"]
    if refusal.source == "cosmos":
        header = "" if refusal.number is None else f" x-ms-substatus: {refusal.number}"
        said = f"{refusal.status} {refusal.name}{header} {known['body']}"
    entry = f"https://{known['account']}:443/ answered {said}"
    return fill(_WORKSPACE, rng, {**known, "entry": json.dumps(entry)})


def _in_insights(refusal: Refusal, rng: Random, known: dict[str, str]) -> str:
    """Write an exception as Application Insights exports it: the message, and once more in its details."""
    said = known["said"]
    if refusal.source == "cosmos":
        said = fill(_DOTNET_COSMOS, rng, known)
    elif refusal.source == "adobe":
        said = f"platform.adobe.io answered {refusal.status}: {known['body']}"
    kind = _EXCEPTION[refusal.source]
    details: list[dict[str, object]] = [
        {"id": known["ms7"], "type": kind, "message": said, "parsedStack": []}
    ]
    names = {
        **known,
        "kind": kind,
        "outer": json.dumps(said),
        "details": json.dumps(json.dumps(details)),
    }
    template = _INSIGHTS
    if refusal.source == "adobe":
        template = template.replace('"Properties":{"store":"https://<account>:443/"},', "")
    return fill(template, rng, names)
