"""What a person answers where a command leaves something open."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from diagnostics.simulator import ids
from tests.repairs import holding
from tests.repairs.reading import Right

if TYPE_CHECKING:
    from diagnostics.simulator.world import World
    from tests.repairs.shell import Shell

_BACKUP = "taken-when-all-was-well.keybackup"

ANSWERS = {
    "workspace_id": f"{ids.VAULT_GROUP_ID}/providers/Microsoft.OperationalInsights/workspaces/log-ops",
    "alert_receiver": "https://alerts.contoso.example/events",
    "backup_file": _BACKUP,
    "vault_name": ids.VAULT,
    "vault_group": ids.VAULT_GROUP,
    "key_name": ids.KEY,
    "identity_id": ids.IDENTITY_ID,
    "application_id": ids.FEDERATED_APP,
    "caller_address": "198.51.100.20",
    "former_group": ids.VAULT_GROUP,
}


def named_by_proof(printed: str) -> dict[str, str]:
    """Read what a person takes from a proof: the key id of the secret that was made last."""
    try:
        entries: Any = json.loads(printed)
    except ValueError:
        return {}
    keyed = (
        [each for each in entries if isinstance(each, dict) and each.get("keyId")]
        if isinstance(entries, list)
        else []
    )
    newest = max(keyed, key=lambda each: str(each.get("end")), default=None)
    return {"credential_key_id": newest["keyId"]} if newest else {}


def take_backup(world: World, shell: Shell) -> None:
    """Take the backup of the key while all is well, as a careful owner did.

    Raises:
        RuntimeError: if it fails.
    """
    rights = [Right("keyvault", "", "Key Vault Crypto Officer", ids.VAULT_ID)]
    login = holding.login_for(rights)
    holding.hold(world, login, rights)
    holding.see_subscription(world, login)
    shell.sign_in(login)
    names = f"--vault-name {ids.VAULT} --name {ids.KEY}"
    done = shell.run(f"az keyvault key backup {names} --file {_BACKUP}", login, {})
    if done.code:
        raise RuntimeError(f"no backup could be taken: {done.err}")
