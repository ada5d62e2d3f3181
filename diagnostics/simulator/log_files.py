"""Which files a story's logs fill, how a line of each bears its time, and what each needs of the world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from diagnostics.simulator import ids, log_chatter
from diagnostics.simulator.log_chatter import Chatter
from diagnostics.simulator.log_story import Facts, Story

_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"  # strftime speaks the machine's language


@dataclass(frozen=True, slots=True)
class LogFile:
    """One file of the folder."""

    key: str
    name: str
    weight: int  # share of the folder's size
    second: Callable[[datetime], str]  # how a line writes the second
    chatter: Chatter
    hurt: Callable[[Facts], bool]  # tells whether the fault shows in its harmless lines


def _spaced(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _of_nginx(moment: datetime) -> str:
    return f"{moment:%d}/{_MONTHS[moment.month * 3 - 3 : moment.month * 3]}/{moment:%Y:%H:%M:%S}"


def _store(facts: Facts) -> bool:
    return facts.store is not None


def _anything(facts: Facts) -> bool:
    return facts.store is not None or facts.call is not None


def _never(_facts: Facts) -> bool:
    return False


_FILES = (
    LogFile("java", "app-java.log", 22, _spaced, log_chatter.JAVA, _store),
    LogFile("dotnet", "app-dotnet.log", 16, _iso, log_chatter.DOTNET, _store),
    LogFile("python", "worker-python.log", 14, _spaced, log_chatter.PYTHON, _store),
    LogFile("containers", "containers.jsonl", 12, _iso, log_chatter.CONTAINERS, _anything),
    LogFile("insights", "appinsights-export.jsonl", 12, _iso, log_chatter.INSIGHTS, _anything),
    LogFile("data-plane", "cosmos-dataplane.jsonl", 8, _iso, log_chatter.DATA_PLANE, _store),
    LogFile("vault", "keyvault-audit.jsonl", 5, _iso, log_chatter.VAULT, _never),
    LogFile("sign-ins", "entra-signins.jsonl", 3, _iso, log_chatter.SIGN_INS, _never),
    LogFile("caller", "ajo-caller.log", 4, _iso, log_chatter.CALLER, _anything),
    LogFile("access", "nginx-access.log", 4, _of_nginx, log_chatter.ACCESS, _anything),
)


def files_of(story: Story) -> tuple[LogFile, ...]:
    """Return the files that the world fills: without an account none of its, without a key none of a vault's."""
    absent = {"data-plane"} if not story.account_host else set[str]()
    if story.before.visitor is None:
        absent.add("vault")
    return tuple(file for file in _FILES if file.key not in absent)


def names_of(story: Story) -> dict[str, str]:
    """Return what the world calls its things, by the names in the templates."""
    holder = story.after.visitor
    vault = holder.vault_host if holder else ""
    suffix = vault.partition(".")[2]
    return {
        "account": story.account_host or "no-account.example",
        "upperaccountid": story.account_id.upper(),
        "callerid": ids.CALLER_OID,
        "subscription": ids.SUBSCRIPTION,
        "tenant": holder.tenant if holder else ids.TENANT,
        "campaign": ids.CAMPAIGN,
        "vault": vault,
        "uppervaultid": ids.VAULT_ID.upper(),
        "othervault": f"{ids.OTHER_VAULT}.{suffix}",
        "othervaultid": ids.OTHER_VAULT_ID.upper(),
        "key": holder.key if holder else "",
        "version": holder.version if holder else "",
        "holderoid": holder.object_id if holder else "",
        "holderapp": holder.app_id if holder else "",
        "holdername": holder.name if holder else "",
        "otheroid": ids.REPORTS_OID,
        "otherapp": ids.REPORTS_APP,
        "readeroid": ids.CALLER_OID,
        "readerapp": ids.CALLER_APP,
        "serviceip": "198.51.100.77",
    }
