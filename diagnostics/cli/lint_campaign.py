"""The campaign that requests are held against: a saved answer, or one GET of the live one."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from diagnostics.errors import ConfigError
from diagnostics.report.linted import CampaignView
from diagnostics.requests.lint import CampaignAnswer

if TYPE_CHECKING:
    from diagnostics.adobe_login import AdobeLogin
    from diagnostics.adobe_names import CampaignId
    from diagnostics.config import Config
    from diagnostics.errors import LookError
    from diagnostics.targets import Target

_OPTION = "--campaign"
_LOOKS_LIKE_A_FILE = re.compile(r"[/\\]|\.\w{1,5}$")
# The fields of a target that this command takes as options; `diagnose` has the others, which no request is held against.
TARGET_OPTIONS = ("ims_org", "client_id", "sandbox", "scopes")


class Asked(NamedTuple):
    """A live campaign, and all that it takes to read it."""

    campaign: CampaignId
    target: Target
    config: Config
    login: AdobeLogin
    environ: Mapping[str, str]


class Campaign(NamedTuple):
    """What came of it: an answer, or why there is none."""

    answer: CampaignAnswer | None
    view: CampaignView | None
    reason: str = ""  # why there is no answer
    do: str = ""
    interrupted: bool = False


def saved(source: str) -> Campaign | None:
    """Read a saved answer; None = this is no file but the id of a live campaign.

    Raises:
        ConfigError: if the file cannot be used, or there is none of what is plainly a file's name.
    """
    from diagnostics.cli.faults import read_text
    from diagnostics.requests.reader import read_campaign

    if source != "-" and not os.path.exists(source):  # noqa: PTH110 - pathlib costs a fifth of the start
        if not _LOOKS_LIKE_A_FILE.search(source):
            return None
        raise ConfigError(
            "there is no such file",
            expected="the id of a campaign, or a saved answer of GET …/journey/campaigns/service/campaigns/<campaign id>",
            source=_OPTION,
        )
    text = read_text(source, _OPTION, expected="a saved campaign")
    answer = read_campaign(text, source)
    return Campaign(answer, _view(answer, "stdin" if source == "-" else source, simulated=False))


def asked(source: str, values: Mapping[str, Any], config: Config, target: Target) -> Asked:
    """Take the id of a live campaign, and see that it can be asked for.

    Raises:
        ConfigError: if it is no id, or organization or sandbox are not named.
    """
    from diagnostics.adobe_names import CampaignId
    from diagnostics.cli.plan import must_name_the_client
    from diagnostics.cli.signing import login_of

    try:
        campaign = CampaignId.parse(source)
    except ConfigError as error:
        raise error.at(source=_OPTION) from None
    lacks = [name for name in ("ims_org", "sandbox") if getattr(target, name) is None]
    if lacks:
        flags = " and ".join("--" + name.replace("_", "-") for name in lacks)
        raise ConfigError(
            f"a live campaign is read in an organization and a sandbox; not named: {' and '.join(lacks)}",
            expected=f"{flags}, or a configuration whose target names them",
            do="copy x-gw-ims-org-id and x-sandbox-name from the campaign's sample cURL",
            source=_OPTION,
        )
    environ = dict(os.environ)
    login = login_of(values, environ)
    must_name_the_client(config, login)
    return Asked(campaign, target, config, login, environ)


def live(wanted: Asked) -> Campaign:
    """Read the campaign from Adobe: the token request, if no token was given, and one GET."""
    import asyncio

    from diagnostics.errors import LookError

    try:
        return asyncio.run(_read(wanted))
    except LookError as error:
        return Campaign(None, None, f"{_what(wanted)}: {error}", _step(error, wanted))
    except TimeoutError:
        limit = f"no answer within {wanted.config.deadline_s:g} s"
        return Campaign(None, None, f"{_what(wanted)}: {limit}", "run again")
    except KeyboardInterrupt:
        reason = f"{_what(wanted)}: you ended the run before the answer"
        return Campaign(None, None, reason, "run again", interrupted=True)


def _what(wanted: Asked) -> str:
    return f"campaign {wanted.campaign} could not be read from Adobe"


async def _read(wanted: Asked) -> Campaign:
    import asyncio

    from diagnostics.cli.threads import Threads
    from diagnostics.cloud.adobe_sign_in import AdobeSignIn
    from diagnostics.cloud.session import Session, SessionOptions
    from diagnostics.errors import Unexpected
    from diagnostics.evidence import Seen
    from diagnostics.requests.reader import campaign_of

    asyncio.get_running_loop().set_default_executor(Threads())
    options = SessionOptions(
        cloud=wanted.target.cloud,
        environ=wanted.environ,
        proxy=wanted.config.proxy,
        ca=wanted.config.ca,
        adobe=AdobeSignIn(wanted.login),
    )
    async with asyncio.timeout(wanted.config.deadline_s), Session(options) as session:
        ajo = session.look(wanted.target, Seen()).ajo
        answer = campaign_of((await ajo.campaign(wanted.campaign)).data)
        if answer is None or answer.campaign_id != str(wanted.campaign):
            raise Unexpected("its answer is about another campaign, or about none")
        return Campaign(answer, _view(answer, "", simulated=session.is_simulated))


def _step(error: LookError, wanted: Asked) -> str:
    """Say what would let the campaign be read."""
    from diagnostics.adobe_login import SECRET, TOKEN
    from diagnostics.errors import Denied, NotFound, NotSignedIn
    from diagnostics.unanswered import of_error

    if isinstance(error, NotSignedIn):
        if error.code:
            return "take a new token, or correct the credential; `ajo-doctor diagnose` says what is wrong with it"
        return f"set {TOKEN}, or give --token-file FILE, or set {SECRET} and name client_id"
    if isinstance(error, Denied):
        if error.permissions:
            return f"ask for the {error.permissions[0]}"
        code = f"`ajo-doctor explain {error.code}`" if error.code else "`ajo-doctor diagnose`"
        return f"{code} says what the refusal means"
    if isinstance(error, NotFound):
        return f"check the id, and that the campaign lies in sandbox {wanted.target.sandbox}"
    do = of_error(error).do
    return "run again; if it stays, report this line" if "bundle" in do else do


def _view(answer: CampaignAnswer, source: str, *, simulated: bool) -> CampaignView:
    return CampaignView(
        campaign_id=answer.campaign_id or "",
        source=source,
        simulated=simulated,
        status=answer.status,
        campaign_type=answer.campaign_type,
        category=answer.category,
        high_throughput=answer.is_high_throughput,
        namespace=answer.namespace,
    )
