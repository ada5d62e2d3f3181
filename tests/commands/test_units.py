"""The ready units of the README, each as far as a machine without its service can try it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from cronsim import CronSim

from diagnostics.simulator import ids
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from tests.support.commands import surroundings
from tests.support.serving import serving
from tests.support.units import blocks

NOW = datetime(2026, 11, 29, 7, 3, tzinfo=UTC)
CALL = ["ajo-doctor", "watch", "--once", "--all"]


def cron() -> tuple[dict[str, str], list[str], str, str]:
    """Give the variables of the crontab, its five fields, the user and the command."""
    (text,) = blocks("cron")
    *settings, line = text.splitlines()
    fields = line.split(maxsplit=6)
    return dict(each.split("=", 1) for each in settings), fields[:5], fields[5], fields[6]


def times(expression: str) -> list[datetime]:
    steps = CronSim(expression, NOW)
    return [next(steps) for _ in range(3)]


def test_the_cron_line_comes_every_ten_minutes_and_has_no_percent_sign() -> None:
    _, fields, user, command = cron()
    assert [each.minute for each in times(" ".join(fields))] == [10, 20, 30]
    assert user == "ajo-doctor"
    assert "%" not in command  # cron would end the line there
    assert command.split()[: len(CALL)] == CALL


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no cron and no sh")
@pytest.mark.parametrize(
    ("scenario", "word"),
    [("healthy@own-account", "1 NO FAULT FOUND"), ("key-disabled", "1 BROKEN")],
)
def test_the_cron_line_runs_in_a_shell(tmp_path: Path, scenario: str, word: str) -> None:
    settings, _, _, command = cron()
    tools, state = tmp_path / "bin", tmp_path / "state"
    tools.mkdir()
    logged = tmp_path / "logged"
    (tools / "logger").write_text(f'#!/bin/sh\necho "$@" >{logged}\ncat >>{logged}\n')
    (tools / "ajo-doctor").write_text(
        f'#!/bin/sh\nexec {sys.executable} -m diagnostics.cli "$@"\n'
    )
    for tool in tools.iterdir():
        tool.chmod(0o755)
    config = tmp_path / "ajo-doctor.toml"
    config.write_text(f'[targets.own]\naccount = "{ids.ACCOUNT_ID}"\n')
    assert set(settings) == {"PATH", "AJO_DOCTOR_CONFIG", "AJO_DOCTOR_STATE"}
    with serving(make_world(SCENARIOS[scenario])) as simulator:
        environ = {
            **surroundings(tmp_path, simulator),
            **settings,  # cron gives what stands in the crontab, and little else
            "PATH": settings["PATH"].replace("/opt/ajo-doctor/bin", str(tools)),
            "AJO_DOCTOR_CONFIG": str(config),
            "AJO_DOCTOR_STATE": str(state),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        line = command.replace("--jitter 1m", "--jitter 1s")
        done = subprocess.run(
            ["/bin/sh", "-c", line],
            env=environ,
            cwd=tmp_path,
            capture_output=True,
            timeout=120,
            check=False,
        )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    told = logged.read_text()
    assert told.startswith("-t ajo-doctor\n")
    assert word in told
    assert list(state.glob("*.db")) or list(state.glob("**/*.db"))


@pytest.fixture
def units(tmp_path: Path) -> dict[str, Path]:
    """The units as files; the program's path is that of one that exists."""
    found: dict[str, Path] = {}
    for text in blocks("ini"):
        name = text.partition("\n")[0].removeprefix("# ")
        found[name] = tmp_path / name
        found[name].write_text(text.replace("/opt/ajo-doctor/bin/ajo-doctor", "/bin/true"))
    assert set(found) == {"ajo-doctor.service", "ajo-doctor.timer"}
    return found


def analyzed(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not here: it comes with the package systemd")
    return subprocess.run(
        [program, *arguments], capture_output=True, text=True, timeout=60, check=False
    )


def test_systemd_takes_the_units(units: dict[str, Path]) -> None:
    done = analyzed("verify", *map(str, units.values()))
    assert (done.returncode, done.stderr.strip()) == (0, "")


def test_systemd_would_complain_of_a_wrong_unit(units: dict[str, Path]) -> None:
    """Else the test above could not fail."""
    service = units["ajo-doctor.service"]
    service.write_text(service.read_text().replace("Type=oneshot", "Type=onceshot"))
    done = analyzed("verify", str(service))
    assert "onceshot" in done.stderr


def test_the_timer_comes_every_ten_minutes_and_the_round_ends_before_the_next() -> None:
    service, timer = blocks("ini")
    calendar = timer.partition("OnCalendar=")[2].partition("\n")[0]
    done = analyzed("calendar", "--iterations=2", "--base-time=2026-11-29 07:03 UTC", calendar)
    assert done.returncode == 0
    assert "07:10:00" in done.stdout
    assert "07:20:00" in done.stdout
    assert "TimeoutStartSec=9min" in service
    assert f"ExecStart=/opt/ajo-doctor/bin/{' '.join(CALL)}\n" in service
    assert "SuccessExitStatus=1 3\n" in service


def manifest() -> dict[str, dict[str, Any]]:
    parts = list(yaml.safe_load_all(blocks("yaml")[0]))
    return {part["kind"]: part for part in parts}


def test_kubernetes_schemas_take_the_manifest_strictly() -> None:
    assert set(manifest()) == {"ServiceAccount", "PersistentVolumeClaim", "CronJob"}
    for version in ("1.30", kubernetes_validate.latest_version()):
        for part in manifest().values():
            kubernetes_validate.validate(part, version, strict=True)


def test_kubernetes_schemas_would_refuse_a_slip_of_the_pen() -> None:
    """Else the test above could not fail."""
    job = manifest()["CronJob"]
    job["spec"]["concurencyPolicy"] = job["spec"].pop("concurrencyPolicy")
    with pytest.raises(kubernetes_validate.ValidationError, match="concurencyPolicy"):
        kubernetes_validate.validate(job, kubernetes_validate.latest_version(), strict=True)


def test_the_parts_of_the_manifest_fit_each_other() -> None:
    account, claim, job = (
        manifest()[kind] for kind in ("ServiceAccount", "PersistentVolumeClaim", "CronJob")
    )
    pod = job["spec"]["jobTemplate"]["spec"]["template"]
    (container,) = pod["spec"]["containers"]
    names = {part["metadata"]["namespace"] for part in manifest().values()}
    assert len(names) == 1
    # Azure Workload Identity: the label on the pod, the client id on the service account that the pod names.
    assert pod["metadata"]["labels"]["azure.workload.identity/use"] == "true"
    assert pod["spec"]["serviceAccountName"] == account["metadata"]["name"]
    assert "azure.workload.identity/client-id" in account["metadata"]["annotations"]
    volumes = {each["name"]: each for each in pod["spec"]["volumes"]}
    assert volumes["state"]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    mounts = {each["name"]: each["mountPath"] for each in container["volumeMounts"]}
    assert mounts.keys() == volumes.keys()
    variables = {each["name"]: each["value"] for each in container["env"]}
    assert variables["AJO_DOCTOR_CONFIG"].startswith(mounts["configuration"])
    assert variables["AJO_DOCTOR_STATE"].startswith(mounts["state"])
    assert container["args"][: len(CALL)] == CALL
    assert job["spec"]["concurrencyPolicy"] == "Forbid"
    steps = [
        late - early
        for early, late in zip(
            times(job["spec"]["schedule"]), times(job["spec"]["schedule"])[1:], strict=False
        )
    ]
    limit = timedelta(seconds=job["spec"]["jobTemplate"]["spec"]["activeDeadlineSeconds"])
    assert all(limit < step for step in steps)


def test_githubs_published_schema_takes_the_workflow(tmp_path: Path) -> None:
    file = tmp_path / "ajo-doctor.yml"
    program = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    for text, code in (
        (blocks("yaml")[1], 0),
        (blocks("yaml")[1].replace("runs-on", "run-on"), 1),
    ):
        file.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [*program, "vendor.github-workflows", str(file)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "NO_COLOR": "1"},
        )
        assert done.returncode == code, done.stdout + done.stderr


def test_the_workflow_keeps_its_history_also_after_a_round_that_found_something() -> None:
    workflow = yaml.safe_load(blocks("yaml")[1])
    (job,) = workflow["jobs"].values()
    runs = [step["run"] for step in job["steps"] if "run" in step]
    assert any(run.split()[: len(CALL)] == CALL for run in runs)
    saves = [
        step for step in job["steps"] if step.get("uses", "").startswith("actions/cache/save@")
    ]
    assert [step["if"] for step in saves] == ["always()"]
    assert saves[0]["with"]["path"] in job["env"]["AJO_DOCTOR_STATE"]
    assert workflow["permissions"] == {"contents": "read", "id-token": "write"}
    # YAML 1.1 reads the key `on` as true.
    for each in workflow[True]["schedule"]:
        assert times(each["cron"])


def test_no_unit_holds_a_secret() -> None:
    text = "".join(block for language in ("cron", "ini", "yaml") for block in blocks(language))
    assert "AJO_DOCTOR_CONFIG" in text
    assert "SECRET=" not in text
    assert "ADOBE_CLIENT_SECRET" not in text
