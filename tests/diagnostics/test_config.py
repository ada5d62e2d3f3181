from __future__ import annotations

from pathlib import Path

import pytest

from diagnostics.config import Asked, Config, load
from diagnostics.config_file import find_file
from diagnostics.errors import ConfigError
from diagnostics.finding import Severity
from diagnostics.targets import Topology

SUBSCRIPTION = "/subscriptions/22222222-bbbb-4000-8000-000000000001"
ACCOUNT = f"{SUBSCRIPTION}/resourceGroups/rg-ajo/providers/Microsoft.DocumentDB/databaseAccounts/cosmos-ajo"
OTHER = ACCOUNT.replace("cosmos-ajo", "cosmos-two")
VAULT = f"{SUBSCRIPTION}/resourceGroups/rg-sec/providers/Microsoft.KeyVault/vaults/kv-ajo"
KEY = "https://kv-ajo.vault.azure.net/keys/cosmos-cmk"
APP = "55555555-5555-4000-8000-000000000001"

NO_FLAGS: dict[str, str] = {}


def read(tmp_path: Path, text: str, *, is_named: bool = True, **asked: object) -> Config:
    file = tmp_path / "ajo-doctor.toml"
    file.write_text(text, encoding="utf-8")
    question = Asked(**{"environ": {}, "flags": {}, **asked})
    return load(file, question, is_named=is_named)


def refusal(tmp_path: Path, text: str, **asked: object) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text, **asked)
    return caught.value


def test_an_account_makes_the_topology_own_account(tmp_path: Path) -> None:
    (target,) = read(tmp_path, f'[targets.main]\naccount = "{ACCOUNT}"\n').targets
    assert target.topology is Topology.OWN_ACCOUNT
    assert str(target.account) == ACCOUNT
    assert "account" in target.topology_reason


def test_a_key_with_an_application_makes_it_adobe_managed(tmp_path: Path) -> None:
    text = f'[targets.main]\nkey_uri = "{KEY}"\napplication = "{APP}"\n'
    assert read(tmp_path, text).targets[0].topology is Topology.ADOBE_MANAGED


def test_nothing_named_means_no_customer_key(tmp_path: Path) -> None:
    assert read(tmp_path, "[targets.main]\n").targets[0].topology is Topology.NO_CUSTOMER_KEY


def test_a_flag_goes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    text = f'[targets.main]\naccount = "{ACCOUNT}"\ndatabase = "file"\n'
    environ = {"AJO_DOCTOR_DATABASE": "environment"}
    assert read(tmp_path, text).targets[0].database == "file"
    assert read(tmp_path, text, environ=environ).targets[0].database == "environment"
    flags = {"database": "flag"}
    assert read(tmp_path, text, environ=environ, flags=flags).targets[0].database == "flag"


def test_fields_at_the_top_are_defaults_of_every_target(tmp_path: Path) -> None:
    text = (
        f'database = "d"\n[targets.a]\naccount = "{ACCOUNT}"\n[targets.b]\naccount = "{OTHER}"\n'
    )
    config = read(tmp_path, text, every=True)
    assert [(t.name, t.database) for t in config.targets] == [("a", "d"), ("b", "d")]


def test_several_targets_need_a_choice(tmp_path: Path) -> None:
    text = f'[targets.a]\naccount = "{ACCOUNT}"\n[targets.b]\naccount = "{OTHER}"\n'
    assert "--target" in str(refusal(tmp_path, text))
    assert read(tmp_path, text, target="b").targets[0].name == "b"


def test_an_unknown_target_names_the_nearest(tmp_path: Path) -> None:
    error = refusal(tmp_path, f'[targets.production]\naccount = "{ACCOUNT}"\n', target="prodution")
    assert "'production'" in str(error)


def test_broken_toml_names_file_and_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, 'fail_on = "warning"\n[targets.a\n')
    assert error.line == 2
    assert "ajo-doctor.toml:2" in str(error)


def test_an_unknown_key_names_the_nearest_and_its_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, f'[targets.a]\nacount = "{ACCOUNT}"\n')
    assert (error.field, error.line) == ("acount", 2)
    assert "'account'" in error.do


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("account", "not-an-id"),
        ("account", VAULT),
        ("key_uri", "http://kv.vault.azure.net/keys/k"),
        ("key_uri", "https://kv.vault.azure.net/secrets/k"),
        ("tenant", "contoso"),
        ("cloud", "china"),
        ("topology", "mine"),
        ("database", "a/b"),
    ],
)
def test_a_value_that_cannot_be_read_names_line_field_and_expectation(
    tmp_path: Path, field: str, value: str
) -> None:
    error = refusal(tmp_path, f'[targets.a]\n{field} = "{value}"\n')
    assert (error.field, error.line) == (field, 2)
    assert error.expected


def test_a_number_where_a_text_belongs_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "[targets.a]\naccount = 5\n").line == 2


def test_a_flag_that_cannot_be_read_is_named_as_the_flag(tmp_path: Path) -> None:
    error = refusal(tmp_path, "[targets.a]\n", flags={"key_uri": "x"})
    assert error.source == "--key-uri"


def test_a_file_in_the_current_folder_may_not_set_proxy_ca_or_plugins(tmp_path: Path) -> None:
    for line in ('proxy = "http://p"', 'ca = "x.pem"', 'plugins = ["x"]'):
        assert "may not set" in str(refusal(tmp_path, line + "\n[targets.a]\n", is_named=False))
        read(tmp_path, line + "\n[targets.a]\n", is_named=True)


def test_a_topology_without_its_fields_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, f'[targets.a]\ntopology = "adobe-managed"\nkey_uri = "{KEY}"\n')
    assert "application" in str(error)


def test_a_container_needs_its_database(tmp_path: Path) -> None:
    text = f'[targets.a]\naccount = "{ACCOUNT}"\ncontainer = "c"\n'
    assert refusal(tmp_path, text).field == "database"


def test_run_wide_settings_are_read(tmp_path: Path) -> None:
    config = read(tmp_path, 'fail_on = "critical"\ndeadline = 30\n[targets.a]\n')
    assert (config.fail_on, config.deadline_s) == (Severity.CRITICAL, 30.0)


@pytest.mark.parametrize(
    "line", ['fail_on = "loud"', "deadline = 0", 'deadline = "soon"', "plugins = 3"]
)
def test_a_run_wide_setting_that_cannot_be_read_is_refused(tmp_path: Path, line: str) -> None:
    assert refusal(tmp_path, f"{line}\n[targets.a]\n").line == 1


def test_an_accepted_open_question_needs_reason_and_date(tmp_path: Path) -> None:
    good = '[[targets.a.accept]]\ncheck = "keyvault.key"\nreason = "no right yet"\nuntil = 2027-01-31\n'
    (target,) = read(tmp_path, good).targets
    assert target.accepted_unknowns[0].reason == "no right yet"
    bad = '[targets.a]\n[[targets.a.accept]]\ncheck = "keyvault.key"\n'
    error = refusal(tmp_path, bad)
    assert (error.field, error.line) == ("accept[1]", 2)
    assert "reason is missing" in str(error)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        find_file(str(tmp_path / "none.toml"), {}, tmp_path)


def test_the_file_of_the_folder_is_found_and_known_as_not_named(tmp_path: Path) -> None:
    assert find_file(None, {}, tmp_path) == (None, False)
    (tmp_path / "ajo-doctor.toml").write_text("")
    assert find_file(None, {}, tmp_path) == (tmp_path / "ajo-doctor.toml", False)


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(ConfigError, match="not a text file"):
        load(file, Asked(environ={}, flags={}), is_named=True)


ORG = "A1B2C3D4E5F60718293A4B5C@AdobeOrg"
ADOBE = f"""[targets.main]
ims_org = "{ORG}"
client_id = "c1d2"
sandbox = "prod"
campaign = "5f0c"
endpoint = "Unitary"
region = "NLD2"
cmk_config = "Prod-CMK"
scopes = "openid, AdobeID"
test_recipients = ["kim.test@contoso.example", "+491701234567"]
"""


def test_adobes_side_alone_is_a_target_without_a_key(tmp_path: Path) -> None:
    (target,) = read(tmp_path, ADOBE).targets
    assert (target.topology, str(target.ims_org)) == (Topology.NO_CUSTOMER_KEY, ORG)
    assert target.topology_reason.startswith("only Adobe's side is named")
    named = (target.client_id, target.sandbox, target.campaign, target.endpoint, target.region)
    assert [str(each) for each in named] == ["c1d2", "prod", "5f0c", "unitary", "nld2"]
    assert (target.cmk_config, target.scopes) == ("Prod-CMK", "openid,AdobeID")
    assert target.test_recipients == ("kim.test@contoso.example", "+491701234567")


def test_with_an_organization_adobes_registration_names_the_application(tmp_path: Path) -> None:
    text = f'[targets.main]\nkey_uri = "{KEY}"\n'
    assert read(tmp_path, f'{text}ims_org = "{ORG}"\n').targets[0].application is None
    assert refusal(tmp_path, text).field == "application"
    only = f'[targets.main]\nims_org = "{ORG}"\napplication = "{APP}"\n'
    assert refusal(tmp_path, only).field == "key_uri"


def test_test_recipients_may_stand_above_all_targets(tmp_path: Path) -> None:
    text = f'test_recipients = ["kim@contoso.example"]\n[targets.main]\naccount = "{ACCOUNT}"\n'
    assert read(tmp_path, text).targets[0].test_recipients == ("kim@contoso.example",)


@pytest.mark.parametrize(
    ("line", "field", "told"),
    [
        ('ims_org = "A1B2"', "ims_org", "@AdobeOrg"),
        ('sandbox = "Production"', "sandbox", "not its title"),
        ('endpoint = "batch"', "endpoint", "unitary, highthroughput, audience"),
        ('region = "eu"', "region", "va7, nld2, aus5"),
        ('scopes = "openid,,x"', "scopes", "commas"),
        ('cmk_config = "a/b"', "cmk_config", "name"),
        ('test_recipients = "kim@contoso.example"', "test_recipients", "test_recipients = ["),
        ("test_recipients = [1]", "test_recipients", "test_recipients = ["),
        ('campaign = "5f0c"', "sandbox", "x-sandbox-name"),
        ('client_secret = "canary"', "client_secret", "AJO_DOCTOR_ADOBE_CLIENT_SECRET"),
        ('token = "canary"', "token", "--token-file"),
    ],
)
def test_a_field_of_adobes_side_that_cannot_be_used_is_named(
    tmp_path: Path, line: str, field: str, told: str
) -> None:
    error = refusal(tmp_path, f'[targets.main]\naccount = "{ACCOUNT}"\n{line}\n')
    assert error.field == field
    assert told in str(error)
    assert error.line in (1, 3)
    assert "canary" not in str(error)
