"""What breaks a campaign or the set-up of the key, as Adobe's audit log calls it."""

from __future__ import annotations

from checks.traces.sorts.shapes import any_of, by_adobe
from diagnostics import Becomes, Fate, Link, Thing

CAMPAIGN_STOPPED = by_adobe(
    Thing.CAMPAIGN,
    "it stopped the campaign, or took it out of use",
    "*stop*",
    "*deactivate*",
    "*disable*",
    "*archive*",
    "*unpublish*",
    "*close*",
    about=Link.CAMPAIGN,
)
CAMPAIGN_DELETED = by_adobe(
    Thing.CAMPAIGN,
    "it deleted the campaign",
    "*delete*",
    about=Link.CAMPAIGN,
    fate=Fate.VANISHED,
)
CAMPAIGN_CHANGED = by_adobe(
    Thing.CAMPAIGN,
    "it changed the campaign",
    "*update*",
    "*edit*",
    "*modify*",
    "*publish*",
    "*activate*",
    "*create*",
    about=Link.CAMPAIGN,
    becomes=any_of(
        "status",
        "startson",
        "endson",
        "startdate",
        "enddate",
        "throttlepers",
        "throttleratepersec",
        "highthroughput",
        "highthroughputmode",
        "identitynamespace",
        "category",
        "campaigntype",
        "items",
    ),
)
SANDBOX_DELETED = by_adobe(
    Thing.SANDBOX,
    "it deleted the sandbox",
    "*delete*",
    about=Link.SANDBOX,
    fate=Fate.VANISHED,
)
SANDBOX_CHANGED = by_adobe(
    Thing.SANDBOX,
    "it reset or changed the sandbox",
    "*reset*",
    "*update*",
    "*disable*",
    about=Link.SANDBOX,
    becomes=(Becomes(name="state"),),
)
CMK_CHANGED = by_adobe(
    Thing.CMK_CONFIG,
    "it changed the set-up of the customer-managed key at Adobe",
    "*",
    about=Link.CMK_CONFIG,
)
CMK_APPLICATION_CHANGED = by_adobe(
    Thing.CMK_CONFIG,
    "it changed the application that Adobe reaches the key with",
    "*",
    about=Link.CMK_CONFIG,
    becomes=(Becomes(name="application"),),
)
