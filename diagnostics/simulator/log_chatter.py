"""What logs hold while nothing of interest happens: templates, a set for each file.

None of these lines is one of the errors that can be recognised; many come near: "revoked" in other meanings, 4000 and
4003 as counts and ports, 403 of other things, sub-status numbers and AADSTS codes that mean something else. Shapes of
the diagnostic records: Azure Monitor's common schema, the Cosmos DB, Key Vault and sign-in pages of it, as far as known
from documentation; no recording was at hand.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chatter:
    """Lines of one file; see `log_ink` for what stands in angle brackets.

    `<place>` is the line's place in its block and `@N@` the block's number: together they tell every line apart.
    """

    always: tuple[str, ...]
    well: tuple[str, ...] = ()  # only while the world is well
    broken: tuple[str, ...] = ()  # only while it is broken; no error in it that can be recognised


JAVA = Chatter(
    always=(
        "@T@,<ms3> INFO  [http-nio-8080-exec-<n2>] c.c.notify.web.NotifyController - accepted request <guid> from <ip> in <n2> ms\n",
        "@T@,<ms3> DEBUG [http-nio-8080-exec-<n2>] c.c.notify.template.Renderer - rendered order-confirmation for rq-<hex8>, <n4> bytes\n",
        "@T@,<ms3> DEBUG [reactor-http-epoll-<n1>] r.n.http.client.HttpClientConnect - [<hex8>, L:/<ip>:<n5> - R:platform.adobe.io/<ip>:443] Handler is being applied\n",
        "@T@,<ms3> INFO  [scheduler-1] c.c.notify.jobs.Sweeper - swept 4000 entries, kept <n4>, next run in 60 s\n",
        "@T@,<ms3> WARN  [http-nio-8080-exec-<n2>] c.c.notify.auth.SessionFilter - session <hex16> was revoked by its user, answering 403 to <ip>\n",
        "@T@,<ms3> INFO  [kafka-consumer-<n1>] c.c.notify.events.OrderListener - partition 3 offset 4000<n3>, lag <n2>\n",
        "@T@,<ms3> WARN  [parallel-<n1>] com.azure.cosmos.implementation.SessionTokenHelper - read 404 sub-status 1002 at <guid>, retrying in <n2> ms\n",
        "@T@,<ms3> INFO  [http-nio-8080-exec-<n2>] c.c.notify.web.NotifyController - rq-<hex8> done status=200 took=<n3>ms\n",
        "@T@,<ms3> ERROR [http-nio-8080-exec-<n2>] c.c.notify.web.NotifyController - rq-<hex8> refused: the order has no address\n"
        "java.lang.IllegalArgumentException: address is empty (4003)\n"
        "\tat com.contoso.notify.order.Order.address(Order.java:<n2>)\n"
        "\tat com.contoso.notify.web.NotifyController.post(NotifyController.java:<n3>)\n"
        "\tat jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:103)\n"
        "\tat org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:885)\n"
        "\t... <n2> more\n",
    ),
    well=(
        "@T@,<ms3> DEBUG [parallel-<n1>] c.c.notify.ProfileStore - read profile <hex16> from https://<account>:443/ in <n1> ms, charge <charge>\n",
    ),
    broken=(
        "@T@,<ms3> WARN  [http-nio-8080-exec-<n2>] c.c.notify.web.NotifyController - rq-<hex8> ends with status=500, see the entry above\n",
    ),
)

DOTNET = Chatter(
    always=(
        "@T@.<ms7>Z [INF] Contoso.Orders.Api: Request starting HTTP/2 POST https://orders.contoso.example/v1/orders - application/json <n4>\n",
        "@T@.<ms7>Z [INF] Contoso.Orders.Api: Request finished HTTP/2 POST https://orders.contoso.example/v1/orders - 201 <n3> <n2>.<n4>ms\n",
        "@T@.<ms7>Z [DBG] Contoso.Orders.Outbox: claimed <n2> messages of shard <n1>, oldest <n3> ms\n",
        "@T@.<ms7>Z [WRN] Contoso.Orders.Auth: certificate <hex16> is on the list of revoked certificates, the partner gets 403 (Forbidden)\n",
        "@T@.<ms7>Z [INF] Contoso.Orders.Outbox: batch of 4000 written, Substatus: none, ActivityId: <guid>\n",
        "@T@.<ms7>Z [INF] System.Net.Http.HttpClient.ajo.LogicalHandler: End processing HTTP request after <n3>.<n4>ms - 202\n",
        "@T@.<ms7>Z [ERR] Contoso.Orders.Outbox: message <guid> is put off\n"
        "System.Threading.Tasks.TaskCanceledException: The operation was canceled.\n"
        " ---> System.IO.IOException: Unable to read data from the transport connection: Connection reset by peer.\n"
        "   at System.Net.Http.HttpConnection.SendAsync(HttpRequestMessage request, Boolean async, CancellationToken cancellationToken)\n"
        "   at Contoso.Orders.Outbox.Dispatcher.SendAsync(Message message) in /src/Outbox/Dispatcher.cs:line <n3>\n"
        "   --- End of inner exception stack trace ---\n",
    ),
    well=(
        "@T@.<ms7>Z [DBG] Contoso.Orders.ProfileStore: ReadItem /dbs/ajo/colls/requests/docs/<hex16> at <account>, RU <charge>, ActivityId: <guid>\n",
    ),
    broken=(
        "@T@.<ms7>Z [WRN] Contoso.Orders.Outbox: circuit to the profile store is open, <n3> messages wait\n",
    ),
)

PYTHON = Chatter(
    always=(
        "@T@,<ms3> INFO worker.consume [<n5>] took job <guid> from queue notify, attempt 1\n",
        "@T@,<ms3> DEBUG worker.render [<n5>] template welcome-fr: accès révoqué du stagiaire, <n3> variables\n",
        "@T@,<ms3> INFO worker.consume [<n5>] job <guid> done in 0.<n3> s\n",
        "@T@,<ms3> WARNING worker.http [<n5>] GET https://partner.contoso.example/v2/stock -> 403, key was revoked by the partner\n",
        "@T@,<ms3> DEBUG azure.core.pipeline.policies.http_logging_policy [<n5>] Response status: 200 / Response headers: 'x-ms-request-id': '<guid>' / 'Content-Length': '4000'\n",
        "@T@,<ms3> WARNING worker.login [<n5>] interactive sign-in of a tester was interrupted, AADSTS50058, Trace ID: <guid>\n",
        "@T@,<ms3> ERROR worker.consume [<n5>] job <guid> failed, will be tried again\n"
        "Traceback (most recent call last):\n"
        '  File "/app/worker/consume.py", line <n3>, in run\n'
        "    self._render(job)\n"
        '  File "/app/worker/render.py", line <n2>, in _render\n'
        "    return template.format(**job.fields)\n"
        "KeyError: 'firstName'\n",
    ),
    well=(
        "@T@,<ms3> DEBUG worker.store [<n5>] read_item <hex16> from https://<account>:443/ 200, charge <charge>\n",
    ),
    broken=(
        "@T@,<ms3> INFO worker.consume [<n5>] job <guid> is put back, the store did not answer it\n",
    ),
)

_POD = '"kubernetes":{"namespace_name":"notify","pod_name":"notify-api-<pod>","container_name":"api","host":"aks-pool1-<node>"}'
CONTAINERS = Chatter(
    always=(
        '{"time":"@T@.<ms9>Z","stream":"stdout","log":"{\\"level\\":\\"info\\",\\"ts\\":\\"@T@.<ms3>Z\\",\\"msg\\":\\"GET /healthz 200\\",\\"ms\\":<n1>}\\n",'
        + _POD
        + "}\n",
        '{"time":"@T@.<ms9>Z","stream":"stdout","log":"{\\"level\\":\\"info\\",\\"ts\\":\\"@T@.<ms3>Z\\",\\"msg\\":\\"request done\\",\\"id\\":\\"<guid>\\",\\"status\\":200,\\"ms\\":<n3>}\\n",'
        + _POD
        + "}\n",
        '{"time":"@T@.<ms9>Z","stream":"stdout","log":"{\\"level\\":\\"debug\\",\\"ts\\":\\"@T@.<ms3>Z\\",\\"msg\\":\\"cache refreshed\\",\\"entries\\":4000,\\"port\\":4003}\\n",'
        + _POD
        + "}\n",
        '{"time":"@T@.<ms9>Z","stream":"stderr","log":"{\\"level\\":\\"warn\\",\\"ts\\":\\"@T@.<ms3>Z\\",\\"msg\\":\\"refresh token revoked, user signed out\\",\\"status\\":403,\\"user\\":\\"<hex8>\\"}\\n",'
        + _POD
        + "}\n",
        '{"time":"@T@.<ms9>Z","stream":"stdout","log":"[notice] <n2>#<n2>: worker process <n4> exited with code 0\\n",'
        + _POD
        + "}\n",
    ),
    well=(
        '{"time":"@T@.<ms9>Z","stream":"stdout","log":"{\\"level\\":\\"debug\\",\\"ts\\":\\"@T@.<ms3>Z\\",\\"msg\\":\\"profile read\\",\\"endpoint\\":\\"https://<account>:443/\\",\\"status\\":200,\\"ru\\":<charge>}\\n",'
        + _POD
        + "}\n",
    ),
    broken=(
        '{"time":"@T@.<ms9>Z","stream":"stderr","log":"{\\"level\\":\\"warn\\",\\"ts\\":\\"@T@.<ms3>Z\\",\\"msg\\":\\"request failed\\",\\"id\\":\\"<guid>\\",\\"status\\":500,\\"ms\\":<n3>}\\n",'
        + _POD
        + "}\n",
    ),
)

_APP = '"resourceId":"/SUBSCRIPTIONS/<SUBSCRIPTION>/RESOURCEGROUPS/RG-AJO/PROVIDERS/MICROSOFT.INSIGHTS/COMPONENTS/APPI-AJO","AppRoleName":"orders-api","AppRoleInstance":"orders-api-<n1>","OperationId":"<hex16><hex16>","SDKVersion":"dotnetiso:1.1.0"'.replace(
    "SUBSCRIPTION>", "subscription>"
)
INSIGHTS = Chatter(
    always=(
        '{"time":"@T@.<ms7>Z","Type":"AppRequests",'
        + _APP
        + ',"Name":"POST /v1/orders","ResultCode":"201","Success":true,"DurationMs":<n3>.<n2>}\n',
        '{"time":"@T@.<ms7>Z","Type":"AppTraces",'
        + _APP
        + ',"SeverityLevel":1,"Message":"outbox: 4000 messages looked at, <n2> sent"}\n',
        '{"time":"@T@.<ms7>Z","Type":"AppDependencies",'
        + _APP
        + ',"DependencyType":"HTTP","Target":"platform.adobe.io","Data":"https://platform.adobe.io/ajo/im/executions/unitary","ResultCode":"202","Success":true,"DurationMs":<n3>.<n2>}\n',
        '{"time":"@T@.<ms7>Z","Type":"AppTraces",'
        + _APP
        + ',"SeverityLevel":2,"Message":"partner stock: 403 Forbidden, its API key was revoked"}\n',
        '{"time":"@T@.<ms7>Z","Type":"AppExceptions",'
        + _APP
        + ',"SeverityLevel":3,"ExceptionType":"System.IO.IOException","OuterMessage":"Connection reset by peer","Details":"[{\\"id\\":\\"<n5>\\",\\"type\\":\\"System.IO.IOException\\",\\"message\\":\\"Connection reset by peer\\",\\"parsedStack\\":[{\\"level\\":0,\\"method\\":\\"Contoso.Orders.Outbox.Dispatcher.SendAsync\\",\\"line\\":<n3>}]}]"}\n',
    ),
    well=(
        '{"time":"@T@.<ms7>Z","Type":"AppDependencies",'
        + _APP
        + ',"DependencyType":"Azure DocumentDB","Target":"<account>","Data":"ReadItem ajo/requests","ResultCode":"200","Success":true,"DurationMs":<n1>.<n2>}\n',
    ),
    broken=(
        '{"time":"@T@.<ms7>Z","Type":"AppRequests",'
        + _APP
        + ',"Name":"POST /v1/orders","ResultCode":"500","Success":false,"DurationMs":<n3>.<n2>}\n',
    ),
)

_ROW = (
    '{"TimeGenerated":"@T@.<ms7>Z","Type":"ContainerLogV2","Computer":"aks-pool1-<node>","PodNamespace":"notify",'
    '"PodName":"notify-worker-<pod>","ContainerName":"worker","LogSource":"%s","LogLevel":"%s","LogMessage":"%s"}\n'
)
WORKSPACE = Chatter(
    always=(
        _ROW % ("stdout", "info", "queue notify: <n2> messages, oldest <n1> s"),
        _ROW % ("stdout", "info", "export of 4000 rows took <n4> ms"),
        _ROW % ("stderr", "warning", "partner catalogue: 403, licence revoked; x-ms-substatus: 0"),
        _ROW % ("stdout", "debug", '{\\"op\\":\\"render\\",\\"id\\":\\"<guid>\\",\\"ms\\":<n2>}'),
    ),
    well=(
        _ROW
        % ("stdout", "debug", "GET https://<account>:443/dbs/ajo/colls/requests/docs/<hex16> 200"),
    ),
    broken=(
        _ROW % ("stderr", "warning", "message <guid> is put back, the store did not answer it"),
    ),
)

_PLANE = (
    '{"time":"@T@.<ms7>Z","resourceId":"<upperaccountid>","category":"DataPlaneRequests","operationName":"%s","properties":{"activityId":"<guid>",'
    '"requestResourceType":"Document","requestResourceId":"/dbs/ajo/colls/requests","collectionRid":"<hex8>","statusCode":"%d","duration":"<n1>.<n4>",'
    '"userAgent":"azsdk-java-cosmos/4.63.0 Linux/5.15.0 JRE/17.0.11","clientIpAddress":"<ip>","requestCharge":"<charge>","requestLength":"<n3>","responseLength":"<size>",'
    '"region":"West Europe","partitionId":"<guid>","aadPrincipalId":"<callerid>","databaseName":"ajo","collectionName":"requests"}}\n'
)
DATA_PLANE = Chatter(  # the status code alone: which 403 it is stands nowhere
    always=(),
    well=tuple(
        _PLANE % row
        for row in (
            ("Read", 200),
            ("Read", 200),
            ("Query", 200),
            ("Upsert", 200),
            ("Create", 201),
            ("Read", 404),
            ("Create", 409),
        )
    ),
    broken=tuple(_PLANE % row for row in (("Read", 403), ("Query", 403), ("Upsert", 403))),
)

_AUDIT = (
    '{"time":"@T@.<ms7>Z","resourceId":"%s","operationName":"%s","operationVersion":"7.4","category":"AuditEvent","resultType":"Success","resultSignature":"OK",'
    '"resultDescription":"","durationMs":"<n2>","callerIpAddress":"%s","correlationId":"<guid>","identity":{"claim":{'
    '"http://schemas.microsoft.com/identity/claims/objectidentifier":"%s","appid":"%s"}},"properties":{"clientInfo":"%s","requestUri":"https://%s/keys/%s?api-version=7.4",'
    '"id":"https://%s/keys/%s","httpStatusCode":200,"isRbacAuthorized":true}}\n'
)
_OTHER = (
    "<othervaultid>",
    "<ip>",
    "<otheroid>",
    "<otherapp>",
    "azsdk-net-Security.KeyVault.Keys/4.6.0",
    "<othervault>",
    "reports-cmk/<hex16>",
    "<othervault>",
    "reports-cmk/<hex16>",
)
_READER = (
    "<uppervaultid>",
    "<ip>",
    "<readeroid>",
    "<readerapp>",
    "azsdk-python-keyvault-keys/4.10.0",
    "<vault>",
    "<key>/<version>",
    "<vault>",
    "<key>/<version>",
)
VAULT = Chatter(
    always=(
        *(
            _AUDIT % (_OTHER[0], operation, *_OTHER[1:])
            for operation in ("KeyUnwrap", "KeyWrap", "KeyGet")
        ),
        *(
            _AUDIT % (_READER[0], operation, *_READER[1:])
            for operation in ("KeyGet", "KeyListVersions", "VaultGet")
        ),
    ),
)

SIGN_INS = Chatter(
    always=(
        '{"time":"@T@.<ms7>Z","resourceId":"/tenants/<tenant>/providers/Microsoft.aadiam","operationName":"Sign-in activity","category":"ServicePrincipalSignInLogs","resultType":"0","resultSignature":"SUCCESS","tenantId":"<tenant>","correlationId":"<guid>","properties":{"appId":"<otherapp>","servicePrincipalId":"<otheroid>","servicePrincipalName":"reports-job","resourceDisplayName":"Microsoft Graph","ipAddress":"<ip>","status":{"errorCode":0}}}\n',
        '{"time":"@T@.<ms7>Z","resourceId":"/tenants/<tenant>/providers/Microsoft.aadiam","operationName":"Sign-in activity","category":"NonInteractiveUserSignInLogs","resultType":"50058","resultSignature":"FAILURE","tenantId":"<tenant>","correlationId":"<guid>","properties":{"appDisplayName":"Azure Portal","userDisplayName":"Dana","ipAddress":"<ip>","status":{"errorCode":50058,"failureReason":"Session information is not sufficient for single-sign-on; the session was revoked."}}}\n',
    ),
)

CALLER = Chatter(
    always=(
        "@T@.<ms3>Z INFO ajo-caller token of platform.adobe.io is good for another <n4> s\n",
        "@T@.<ms3>Z DEBUG ajo-caller pool: <n1> busy, <n2> idle, 4000 handled\n",
    ),
    well=(
        '@T@.<ms3>Z INFO ajo-caller POST /ajo/im/executions/unitary requestId=rq-<hex8> campaignId=<campaign> -> 202 {"executionId":"HUMA-9@N@<place>","createdAt":"@T@.<ms3>Z"} <n3> ms\n',
        '@T@.<ms3>Z INFO ajo-caller POST /ajo/im/executions/unitary requestId=rq-<hex8> campaignId=<campaign> -> 202 {"executionId":"HUMA-9@N@<place>","createdAt":"@T@.<ms3>Z"} <n3> ms\n',
    ),
    broken=(
        "@T@.<ms3>Z WARN ajo-caller requestId=rq-<hex8> campaignId=<campaign> was not triggered, kept for later\n",
    ),
)

ACCESS = Chatter(
    always=(
        '<ip> - - [@T@ +0000] "GET /healthz HTTP/1.1" 200 <n2> "-" "kube-probe/1.29" 0.00<n1>\n',
        '<ip> - - [@T@ +0000] "GET /v1/orders/4000<n4> HTTP/2.0" 200 <size> "https://shop.contoso.example/" "Mozilla/5.0 (X11; Linux x86_64)" 0.<n3>\n',
        '<ip> - - [@T@ +0000] "GET /assets/app.<hex8>.js HTTP/2.0" 304 0 "https://shop.contoso.example/" "Mozilla/5.0 (Macintosh)" 0.00<n1>\n',
        '<ip> - - [@T@ +0000] "GET /admin/revoked-tokens HTTP/2.0" 403 <n3> "-" "curl/8.5.0" 0.00<n1>\n',
        '<ip> - - [@T@ +0000] "GET /.env HTTP/1.1" 403 <n3> "-" "scanner" 0.00<n1>\n',
    ),
    well=(
        '<ip> - - [@T@ +0000] "POST /v1/notify HTTP/2.0" 200 <n3> "-" "contoso-shop/3.1" 0.<n3>\n',
    ),
    broken=(
        '<ip> - - [@T@ +0000] "POST /v1/notify HTTP/2.0" 500 <n3> "-" "contoso-shop/3.1" 0.<n3>\n',
    ),
)
