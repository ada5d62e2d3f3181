"""Enable a disabled service principal again."""

from __future__ import annotations

from dataclasses import replace

from checks.entra.facts import PrincipalFacts
from checks.repairs.healing import heal
from checks.repairs.identity_prevention import watch_directory
from checks.repairs.identity_steps import APPLICATION_WRITE, graph_url
from checks.repairs.wording import disagreement, revocation
from diagnostics import Case, Repair, RepairStep, record

_TOKENS = "at once for new tokens; the waiting time of the account comes on top"


def repair(case: Case) -> Repair:
    """Enable the principal that must reach the key."""
    facts = case.seen.maybe(PrincipalFacts)
    object_id = str(facts.object_id) if facts and facts.object_id else case.findings[0].subject
    name = f"service principal {facts.display_name}" if facts and facts.display_name else ""
    what = Disabled(
        object_id,
        name or f"service principal {object_id}",
        "it gets tokens again for everything it has rights to; its object id and its role assignments stay as"
        " they are",
    )
    plan = enable(
        case, what, repair_id="entra-enable-principal", title="Enable the service principal"
    )
    if not (facts and facts.is_disabled):
        return plan
    # Where accountEnabled is not false, setting it changes nothing: a command that does not heal is not printed.
    enabling = plan.steps[:-1] if facts.account_enabled is False else ()
    return replace(plan, steps=(*enabling, _take_off_mark(case, what), plan.steps[-1]))


@record(frozen=True, slots=True)
class Disabled:
    """A principal that is switched off."""

    object_id: str
    name: str  # for people
    risk: str  # of switching it on


def enable(case: Case, what: Disabled, *, repair_id: str, title: str) -> Repair:
    """Plan to enable any service principal."""
    return heal(
        case,
        repair_id,
        title,
        _enable(what),
        _enable_narrow(case, what),
        prevent=(watch_directory(case),),
        notes=(*disagreement(case), *revocation(case)),
    )


def _enable(what: Disabled) -> RepairStep:
    update = ("az", "ad", "sp", "update", "--id", what.object_id, "--set")
    return RepairStep(
        purpose=f"Enable {what.name}. First ask why it was disabled: somebody may have meant it.",
        argv=(*update, "accountEnabled=true"),
        role=APPLICATION_WRITE.granted_by,
        permission=APPLICATION_WRITE,
        risk=what.risk,
        wait=_TOKENS,
        proof=("az", "ad", "sp", "show", "--id", what.object_id, "--query", "accountEnabled"),
        expect="true",
        undo=(*update, "accountEnabled=false"),
    )


def _enable_narrow(case: Case, what: Disabled) -> RepairStep:
    patch = ("az", "rest", "--method", "patch", "--url")
    url = graph_url(case, f"servicePrincipals/{what.object_id}")
    return RepairStep(
        purpose="The same in one request, for a login that may change it and not read it.",
        argv=(*patch, url, "--body", '{"accountEnabled":true}'),
        role=APPLICATION_WRITE.granted_by,
        permission=APPLICATION_WRITE,
        risk="as step 1",
        wait=_TOKENS,
        proof=("az", "ad", "sp", "show", "--id", what.object_id, "--query", "accountEnabled"),
        expect="true",
        undo=(*patch, url, "--body", '{"accountEnabled":false}'),
        alternative_to=1,
    )


def _take_off_mark(case: Case, what: Disabled) -> RepairStep:
    """Have `isDisabled` taken back: Microsoft Graph v1.0 has the property and describes no way to set it."""
    url = graph_url(case, f"servicePrincipals/{what.object_id}")
    return RepairStep(
        purpose=f"Ask whoever administers Entra ID why {what.name} is marked as disabled (isDisabled = true), and have the"
        " mark taken off. No documentation says how: where they do not know, Microsoft support does.",
        role="Cloud Application Administrator",
        risk=what.risk,
        wait=_TOKENS,
        proof=("az", "rest", "--method", "get", "--url", url, "--query", "isDisabled"),
        expect="false",
    )
