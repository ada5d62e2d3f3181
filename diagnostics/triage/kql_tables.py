"""Where errors stand in each table of a workspace: in which columns, and which columns name whom they befell.

The columns are those of `diagnostics.log_tables`. CDBDataPlaneRequests is not among them: it has a status and no text, and
no status tells one error from another; `kql_ready` counts it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from diagnostics import log_tables as t
from diagnostics.errors import ConfigError
from diagnostics.log_tables import LogTable

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
_SUFFIX = "{vault_suffix}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One table in which errors are looked for; expressions are Kusto's, `{vault_suffix}` stands for the cloud's."""

    table: LogTable
    searched: tuple[str, ...]  # columns with the text, found by their index
    text: str  # expression: what the recogniser would be given
    vault: str = "''"  # expression: host of the vault, empty = as the text says
    identity: str = "''"  # expression: application or object id, empty = as the text says
    codes: str = ""  # column that holds a bare Entra code instead of a text; empty = none


SOURCES: tuple[Source, ...] = (
    Source(
        table=t.APP_EXCEPTIONS,
        searched=("Message", "OuterMessage", "InnermostMessage", "Details", "Properties"),
        text="strcat(Message, ' ', OuterMessage, ' ', InnermostMessage, ' ', tostring(Details), ' ', tostring(Properties))",
    ),
    Source(
        table=t.APP_TRACES,
        searched=("Message", "Properties"),
        text="strcat(Message, ' ', tostring(Properties))",
    ),
    Source(table=t.APP_REQUESTS, searched=("Properties",), text="tostring(Properties)"),
    Source(table=t.CONTAINER_LOG_V2, searched=("LogMessage",), text="tostring(LogMessage)"),
    Source(
        table=t.AZURE_DIAGNOSTICS,
        searched=(
            "ResultDescription",
            "ResultSignature",
            "Message",
            "msg_s",
            "error_message_s",
            "resultMessage_s",
            "properties_s",
        ),
        text="strcat(ResultSignature, ' ', ResultDescription, ' ', Message, ' ', msg_s, ' ', error_message_s, ' ',"
        " resultMessage_s, ' ', properties_s)",
        vault=f"iff(ResourceProvider =~ 'MICROSOFT.KEYVAULT', strcat(tolower(Resource), '.{_SUFFIX}'), '')",
        identity="tostring(identity_claim_appid_g)",
    ),
    Source(
        table=t.AZKV_AUDIT_LOGS,
        searched=("ResultDescription", "ResultSignature", "ResultType"),
        text="strcat(ResultType, ' ', ResultSignature, ' ', ResultDescription)",
        vault=f"strcat(extract(@'/vaults/([^/]+)', 1, tolower(_ResourceId)), '.{_SUFFIX}')",
        identity="tostring(Identity.claim.appid)",
    ),
    Source(
        table=t.SERVICE_PRINCIPAL_SIGN_INS,
        searched=(),
        text="strcat('AADSTS', ResultType, ': ', ResultDescription)",
        identity="AppId",
        codes="ResultType",
    ),
)


def own_table(text: str) -> Source:
    """Return the source for a table of the user's own, given as NAME:COLUMN.

    Raises:
        ConfigError: if either is no identifier, since both go into a query as they stand.
    """
    name, colon, column = text.partition(":")
    if not colon or not _NAME.fullmatch(name) or not _NAME.fullmatch(column):
        raise ConfigError(
            f"{text!r} does not name a table and its column",
            expected="TABLE:COLUMN, such as MyLogs_CL:RawData",
            source="--table",
        )
    table = LogTable(
        name=name,
        columns=(("TimeGenerated", "datetime"), (column, "string"), ("_BilledSize", "real")),
        source="named by the user",
    )
    return Source(table=table, searched=(column,), text=f"tostring({column})")
