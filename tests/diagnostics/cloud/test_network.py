from __future__ import annotations

import asyncio
import socket
import ssl
from pathlib import Path

import pytest

from diagnostics.cloud.network import mapped_resolver, proxy_from, system_resolver, trust
from diagnostics.errors import ConfigError


def test_the_option_goes_before_the_environment() -> None:
    proxy = proxy_from("http://a:1", {"HTTPS_PROXY": "http://b:2", "NO_PROXY": "*"})
    assert proxy
    assert (proxy.shown, proxy.source, proxy.serves("x.vault.azure.net")) == (
        "http://a:1",
        "--proxy",
        True,
    )


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_the_environment_names_a_proxy(name: str) -> None:
    proxy = proxy_from(None, {name: "corp:3128"})
    assert proxy
    assert (proxy.url, proxy.source) == ("http://corp:3128", name)


def test_hosts_of_no_proxy_are_reached_without_it() -> None:
    proxy = proxy_from(
        None, {"https_proxy": "http://corp:3128", "no_proxy": ".azure.net,localhost"}
    )
    assert proxy
    assert not proxy.serves("kv.vault.azure.net")
    assert proxy.serves("management.azure.com")


def test_a_password_of_the_proxy_is_never_shown() -> None:
    proxy = proxy_from("http://me:canary@corp:3128", {})
    assert proxy
    assert proxy.shown == "http://corp:3128"


@pytest.mark.parametrize("text", ["socks5://h:1", "http://", "http://h:port", "http://h:0"])
def test_an_address_of_no_http_proxy_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="proxy's address"):
        proxy_from(text, {})


def test_nothing_named_means_no_proxy() -> None:
    assert proxy_from(None, {}) is None
    assert proxy_from("", {"HTTPS_PROXY": ""}) is None


def test_a_file_without_certificates_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing")
    with pytest.raises(ConfigError, match="cannot be used as a list of certificate authorities"):
        trust(tmp_path / "ca.pem")
    with pytest.raises(ConfigError, match="No such file"):
        trust(tmp_path / "absent.pem")


def test_the_given_authorities_stand_beside_the_systems(
    trusted: tuple[Path, ssl.SSLContext],
) -> None:
    both, systems = trust(trusted[0]), trust(None)
    both.wait()
    systems.wait()
    assert len(both.get_ca_certs()) == len(systems.get_ca_certs()) + 1


def test_a_handshake_waits_for_the_authorities_and_checks_as_the_standard_library_does() -> None:
    ours, theirs = trust(None), ssl.create_default_context()
    ours.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="a.example")
    assert ours.get_ca_certs() == theirs.get_ca_certs()
    for setting in ("protocol", "verify_mode", "verify_flags", "check_hostname", "options"):
        assert getattr(ours, setting) == getattr(theirs, setting), setting


def test_the_system_resolves_with_the_port_that_was_asked() -> None:
    assert ("127.0.0.1", 8443) in asyncio.run(system_resolver("127.0.0.1", 8443))


def test_a_name_missing_in_the_table_does_not_exist() -> None:
    resolve = mapped_resolver({"a": ("127.0.0.1", 1)}.get)
    assert list(asyncio.run(resolve("a", 443))) == [("127.0.0.1", 1)]
    with pytest.raises(socket.gaierror):
        asyncio.run(resolve("b", 443))
