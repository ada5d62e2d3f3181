"""Who needs the key, where, and by which permission model."""

from __future__ import annotations

from checks.entra.facts import DefaultPrincipal, PrincipalFacts
from checks.keyvault.facts import VaultFacts
from checks.rbac.access import Model, model_of
from checks.rbac.facts import KeyGrants
from checks.repairs.identity_steps import PRINCIPAL_READ
from checks.repairs.inputs import OBJECT_ID, TENANT_ID
from checks.repairs.keyvault_wording import Place, place_of
from diagnostics import Case, Permission, TenantId, record


@record(frozen=True, slots=True)
class Grantee:
    """Who needs the key, where, and by which model; `<…>` where a name is not known."""

    place: Place
    principal: str  # object id
    tenant: str  # of the vault
    model: Model
    case: Case
    app_id: str = ""  # of a principal that only an earlier step creates, instead of its object id

    @property
    def scope(self) -> str:
        """The key's ARM path, or the vault's where the key is not known."""
        return self.place.key_path if self.place.key else self.place.path

    @property
    def what(self) -> str:
        """The scope, in words."""
        return f"key {self.place.key_name}" if self.place.key else f"vault {self.place.name}"

    @property
    def is_known(self) -> bool:
        """Tell whether the object id is a real one."""
        return not self.app_id and "<" not in self.principal

    @property
    def called(self) -> str:
        """How people call it."""
        facts = self.case.seen.maybe(PrincipalFacts)
        if not self.is_known:
            return f"application {self.app_id}" if self.app_id else "the identity"
        named = facts is not None and facts.display_name and str(facts.object_id) == self.principal
        return f"{facts.display_name} ({self.principal})" if facts and named else self.principal

    @property
    def also_reads(self) -> tuple[Permission, ...]:
        """The right that a command needs besides: an application id is looked up in the directory first."""
        return (PRINCIPAL_READ,) if self.app_id else ()

    @property
    def and_reads(self) -> str:
        """The role for that, as words behind another role."""
        return ", and Directory Readers in Entra ID" if self.app_id else ""


def grantee(
    case: Case, *, principal: str = "", app_id: str = "", tenant: TenantId | None = None
) -> Grantee:
    """Gather it from what was read, else from the target.

    Args:
        case: what was read.
        principal: object id of another principal than the one that was read; a text in angle brackets where only an
            earlier step prints it.
        app_id: of its application, where only an earlier step creates it; the command looks it up.
        tenant: the vault's, where an earlier step changes it.
    """
    vault, grants = case.seen.maybe(VaultFacts), case.seen.maybe(KeyGrants)
    facts, chosen = case.seen.maybe(PrincipalFacts), case.seen.maybe(DefaultPrincipal)
    records = (grants and grants.principal, facts and facts.object_id)
    read = next((each for each in records if each), chosen.object_id if chosen else None)
    where = tenant or (vault.tenant if vault else None) or case.target.tenant
    return Grantee(
        place_of(case),
        principal or str(read or OBJECT_ID),
        str(where or TENANT_ID),
        model_of(vault) if vault else Model.RBAC,
        case,
        app_id,
    )
