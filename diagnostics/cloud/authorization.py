"""Azure RBAC through azure-mgmt-authorization, api-version 2022-04-01, the first one that shows conditions.

The client asks, pages and authenticates; what was answered is taken from the wire, since the client's models drop
fields they do not know and rename the others. It is handed an empty page with the link to the next.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from azure.core.exceptions import AzureError
from azure.core.pipeline.policies import ContentDecodePolicy, UserAgentPolicy

from diagnostics.cloud import ports
from diagnostics.cloud.addresses import next_page
from diagnostics.cloud.answers import document
from diagnostics.cloud.arm import ArmAdapter
from diagnostics.cloud.credentials import ScopeRefused, SharedCredential
from diagnostics.cloud.gate import ARM, NOT_SENT
from diagnostics.cloud.ledger import without_secrets
from diagnostics.cloud.ports import CallerActions
from diagnostics.cloud.reader import USER_AGENT, Shared
from diagnostics.cloud.scrub import scrubbed
from diagnostics.cloud.sdk import (
    AUTHORIZATION_SDK,
    SdkClient,
    SdkModule,
    SdkPipelineResponse,
    loaded,
)
from diagnostics.clouds import Cloud
from diagnostics.document import Document
from diagnostics.errors import Unexpected
from diagnostics.names import ObjectId, ResourceId
from diagnostics.permission import Permission

# What the caller may do is answered to the caller without any right (Permissions - List For Resource, read
# 2026-11-23); the constant only names the call in an error.
_OWN_PERMISSIONS = Permission("arm", "Microsoft.Authorization/permissions/read", ports.READER)
_Hook = Callable[[SdkPipelineResponse], None]
_Ask = Callable[[SdkClient, _Hook], SdkClient]  # of a client and a hook: gives the client's pager
_OF_SCHEDULES = "2020-10-01"
_NO_SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"


class _EmptiedPages(UserAgentPolicy):
    """Names this program, and leaves the client nothing of a page but the link to the next.

    The page was taken from the wire before; the client's models of hundreds of roles are slow to make. This is the policy
    that every client takes and that stands outside the decoding, so that it sees what was decoded.
    """

    def on_response(self, request: Any, response: SdkPipelineResponse) -> None:  # noqa: ANN401, ARG002 - the SDK's form
        """Empty the page."""
        page = response.context.get(ContentDecodePolicy.CONTEXT_NAME)
        if isinstance(page, dict) and "value" in page:
            response.context[ContentDecodePolicy.CONTEXT_NAME] = {**page, "value": []}


class AuthorizationAdapter:
    """The port `Authorization`."""

    def __init__(
        self, shared: Shared, cloud: Cloud, arm: ArmAdapter, *, now: Callable[[], datetime]
    ) -> None:
        """Bind to the cloud's Resource Manager."""
        self._arm = arm
        self._shared = shared
        self._cloud = cloud
        self.now = now
        self._clients: dict[str, SdkClient] = {}  # by subscription

    async def role_assignments(
        self, scope: str, *, assigned_to: ObjectId | None = None
    ) -> tuple[Document, ...]:
        """Read assignments at a scope and above."""
        # The client puts a filter into the address as it stands, so it must be quoted here.
        chosen = f"atScope()%20and%20assignedTo('{assigned_to}')" if assigned_to else "atScope()"
        return await self._read(
            ("assignments", scope, chosen),
            lambda client, hook: client.role_assignments.list_for_scope(
                _bare(scope), filter=chosen, raw_response_hook=hook
            ),
            ports.ROLE_ASSIGNMENTS_READ.at(scope),
        )

    async def role_definitions(self, scope: str) -> tuple[Document, ...]:
        """Read all role definitions usable at a scope."""
        return await self._read(
            ("definitions", scope),
            lambda client, hook: client.role_definitions.list(
                _bare(scope), raw_response_hook=hook
            ),
            ports.ROLE_DEFINITIONS_READ.at(scope),
        )

    async def deny_assignments(self, scope: str) -> tuple[Document, ...]:
        """Read deny assignments at a scope and above."""
        return await self._read(
            ("denials", scope),
            lambda client, hook: client.deny_assignments.list_for_scope(
                _bare(scope), filter="atScope()", raw_response_hook=hook
            ),
            ports.DENY_ASSIGNMENTS_READ.at(scope),
        )

    async def running_roles(self, scope: str) -> tuple[Document, ...]:
        """Read what Privileged Identity Management gives at a scope and above.

        The client of this api-version has no call for it, so Resource Manager is asked as it is.
        """
        return await self._arm.list(
            f"{scope}/providers/Microsoft.Authorization/roleAssignmentScheduleInstances",
            _OF_SCHEDULES,
            permission=ports.ROLE_ASSIGNMENTS_READ.at(scope),
            filter="atScope()",
        )

    async def caller_actions(self, resource: ResourceId) -> CallerActions:
        """Read what the present login may do on a resource."""
        namespace, *types = resource.type.split("/")
        names = str(resource).split("/")[8::2]
        parents = "/".join(f"{kind}/{name}" for kind, name in zip(types, names[:-1], strict=False))
        found = await self._read(
            ("caller", resource.folded),
            lambda client, hook: client.permissions.list_for_resource(
                resource.group,
                namespace,
                parents,
                types[-1],
                resource.name,
                raw_response_hook=hook,
            ),
            _OWN_PERMISSIONS.at(str(resource)),
            str(resource.subscription),
        )
        return CallerActions(scope=str(resource), observed_at=self.now(), permissions=found)

    async def _client_for(self, subscription: str) -> SdkClient:
        sdk = await loaded(AUTHORIZATION_SDK)
        if subscription not in self._clients:
            self._clients[subscription] = self._new_client(sdk, subscription)
        return self._clients[subscription]

    def _new_client(self, sdk: SdkModule, subscription: str) -> SdkClient:
        return sdk.AuthorizationManagementClient(
            SharedCredential(self._shared.tokens),
            subscription,
            base_url=f"https://{self._cloud.arm}",
            credential_scopes=[self._cloud.arm_scope],
            transport=self._shared.transport,
            retry_total=0,
            user_agent_policy=_EmptiedPages(user_agent=USER_AGENT),
        )

    async def _read(
        self,
        key: tuple[str, ...],
        ask: _Ask,
        permission: Permission,
        subscription: str = _NO_SUBSCRIPTION,
    ) -> tuple[Document, ...]:
        return await self._shared.memory.once(
            (ARM, *key), lambda: self._pages(ask, permission, subscription)
        )

    async def _pages(
        self, ask: _Ask, permission: Permission, subscription: str
    ) -> tuple[Document, ...]:
        """Let the client turn the pages; each is looked at before it may follow the link to the next."""
        found: list[Document] = []
        seen = {"the first page"}

        def look(response: SdkPipelineResponse) -> None:
            answer = response.http_response
            endpoint = f"GET {without_secrets(answer.request.url)}"
            page = document(self._shared.transport.reply(answer, ARM, endpoint), permission)
            found.extend(page.require_parts("value"))
            next_page(page.data.get("nextLink"), self._cloud.arm, seen, ARM)

        try:
            client = await self._client_for(subscription)
            async for _ in ask(client, look).by_page():
                pass
        except ScopeRefused as error:
            raise error.refused from None
        except (AzureError, TypeError, ValueError, AttributeError) as error:
            # the client's models meet a page of another shape than they know
            raise Unexpected(
                f"{ARM} answered in a form that its own client cannot read ({type(error).__name__})",
                api=ARM,
            ) from error
        return tuple(found)


def _bare(scope: str) -> str:
    """Return a scope as the client puts it into its path; it does not quote it.

    Raises:
        Unexpected: if it would change the address.
    """
    if any(char in scope for char in "?#\\") or not scope.isprintable() or ".." in scope:
        raise Unexpected(
            f"refused before it was sent: {scrubbed(scope, 80)!r} is not a scope",
            api=ARM,
            code=NOT_SENT,
        )
    return scope.strip("/")
