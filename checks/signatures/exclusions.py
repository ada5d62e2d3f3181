"""Why Journey Optimizer left a recipient out of a send: the exclusion codes that API-triggered campaigns meet.

Sources, read 2026-11-23: Journey Optimizer, exclusion list; 050109 stands as an example in the XDM schema of message feedback.
An export shows the code bare (050030) or wrapped (CJMRT-050030-422); the wrapping was seen in public code only.
"""

from __future__ import annotations

from checks.signatures import wording as w
from diagnostics import Signature

# code, what Adobe calls it, title, what to do
_ROWS: tuple[tuple[str, str, str, str], ...] = (
    ("050002", "ExcludedForControlRules", "a capping rule keeps the message back", "Look at the capping rules of the campaign's rule set."),
    ("050020", "EmailNoAddressFoundInProfile", "the profile has no e-mail address", "Send channelData.emailAddress along, or fill in the profile."),
    ("050021", "EmailNoAddressDefinedInPreset", "the channel configuration names no address field", "Correct the execution address of the channel configuration."),
    ("050024", "EmailMalformedAddress", "the e-mail address is malformed", "Correct the address where it comes from; `ajo-doctor lint` finds it in the request."),
    ("050026", "EmailNoVariantDefined", "the message has no variant for this recipient", "Add the missing variant (language or condition) and publish again."),
    ("050030", "PushNoTokenFoundInProfile", "the profile has no push token", "The app must register the device again."),
    ("050031", "PushNoValidTokenFoundForApps", "no valid push token fits the campaign's apps", "Compare app id and platform of the token with the channel configuration."),
    ("050083", "AttachmentResolutionFailed", "an attachment could not be resolved", "Check the attachment's address and its personalisation."),
    ("050101", "EmailNoConsent", "the recipient opted out of marketing e-mail", "Nothing to repair: the consent counts. A transactional message belongs into a transactional campaign."),
    ("050102", "EmailSuppressed", "the address is on the suppression list", "Find out why (bounces, complaint); remove it from the list only if that is over."),
    ("050103", "EmailNotAllowed", "the address is not on the allow list", "Add it, or switch the allow list off for this sandbox."),
    ("050104", "SMSNoConsent", "the recipient opted out of SMS", "Nothing to repair: the consent counts."),
    ("050105", "DomainSuppressed", "the domain is on the suppression list", "Find out why; remove it from the list only if that is over."),
    ("050106", "DomainNotAllowed", "the domain is not on the allow list", "Add it, or switch the allow list off for this sandbox."),
    ("050107", "Suppressed", "the recipient is on the suppression list", "Find out why; remove it from the list only if that is over."),
    ("050108", "NotAllowed", "the recipient is not on the allow list", "Add it, or switch the allow list off for this sandbox."),
    ("050109", "personalizedDomainNotValid", "the personalised domain is not valid", "Use a domain that is delegated to Adobe."),
    ("050153", "SMSNoToNumberDefinedInProfile", "the profile has no telephone number", "Send channelData.mobilePhoneNumber along, or fill in the profile."),
    ("050301", "RuntimeDispatchError", "handing the message on failed", "Look at the channel's provider and Adobe's status; then hand over to Adobe with the execution id."),
    ("050302", "RuntimeRenderingError", "rendering the message failed", "Check the template and every variable it uses: names are not validated."),
)  # fmt: skip

_ON_PURPOSE = {"050002", "050101", "050104"}  # a capping rule or the recipient's own wish


def _exclusion(code: str, name: str, title: str, do: str) -> Signature:
    return Signature(
        id=f"exclusion.{code}",
        code=code,
        names=(name,),
        category="ajo_exclusion",
        harmless=code in _ON_PURPOSE,
        title=f"Journey Optimizer left the recipient out: {title}",
        step="-",
        stems=((f"cjmrt-{code}",), (code, name.lower())),
        meaning=f"The call was accepted (202) and this recipient got nothing all the same: {title} ({name}). The other"
        " recipients of the call are not concerned.",
        look_at=("messageExclusion of the feedback event, and the recipient's profile.",),
        steps=(do,),
        source=w.EXCLUSION_PAGE,
    )


EXCLUSIONS: tuple[Signature, ...] = tuple(_exclusion(*row) for row in _ROWS)
