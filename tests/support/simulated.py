"""A plain HTTPS client behind the simulator's proxy, signed in as the world's caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

import requests

if TYPE_CHECKING:
    import pytest

    from diagnostics.clouds import Cloud
    from diagnostics.simulator.server import Simulator


class Client(requests.Session):
    def __init__(self, simulator: Simulator) -> None:
        super().__init__()
        self.trust_env = False
        self.simulator = simulator
        self.proxies = {"https": simulator.proxy_url}
        self.verify = str(simulator.ca_file)

    @property
    def cloud(self) -> Cloud:
        return self.simulator.world.cloud

    def sign_in(self, resource: str, **form: str) -> requests.Response:
        environ = self.simulator.environ()
        tenant = form.pop("tenant", environ["AZURE_TENANT_ID"])
        data = {
            "grant_type": "client_credentials",
            "client_id": environ["AZURE_CLIENT_ID"],
            "client_secret": environ["AZURE_CLIENT_SECRET"],
            "scope": f"{resource}/.default",
        } | form
        url = f"https://{self.cloud.authority}/{tenant}/oauth2/v2.0/token"
        return self.post(url, data=data, timeout=10)

    def bearer(self, resource: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.sign_in(resource).json()['access_token']}"}

    def graph(self, method: str, path: str, **given: object) -> requests.Response:
        headers = self.bearer(f"https://{self.cloud.graph}")
        url = f"https://{self.cloud.graph}/v1.0{path}"
        return self.request(method, url, headers=headers, timeout=10, **given)  # type: ignore[arg-type]


def surround(monkeypatch: pytest.MonkeyPatch, simulator: Simulator) -> None:
    """Set the variables that lead every client of this process to the simulator and to nothing else."""
    settings = {
        "HTTPS_PROXY": simulator.proxy_url,
        "https_proxy": simulator.proxy_url,
        "REQUESTS_CA_BUNDLE": str(simulator.ca_file),
        "AZURE_AUTHORITY_HOST": f"https://{simulator.world.cloud.authority}",
    }
    for name, value in (settings | simulator.environ()).items():
        monkeypatch.setenv(name, value)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
