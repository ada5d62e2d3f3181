"""Words that logs of ordinary, healthy days are full of: a byte literal made of one of them would stop the search everywhere.

Drawn from the field names and messages of Azure diagnostic settings, Application Insights, Log Analytics, container
runtimes, web servers and Java loggers. A wrong entry costs speed, never a find: what is recognised is decided later.
"""

from __future__ import annotations

ORDINARY = frozenset(
    # fields and values of structured logs
    """access account action active activity address agent allowed api app appid application assigned async attempt audience aud
    authentication authorization authorized available azure base bearer body bytes cache call called caller category channel
    claim class client cloud code collection com component condition config configuration configured connect connected
    connection console contains content context correlation cosmos count created credential current custom
    customer data database date default deployment description details device dimension directory
    disconnected documents domain duration elapsed email enabled encryption end endpoint entry environment error event
    exchange exec executed execution executor expected expiry failed failure false field file find finished first
    format found from gateway get group handler has header health healthy host hostname http https identifier identities
    identity index info input insert instance internal issued issuer item java job json key keyvault kind kube kubernetes label last
    latency length level line list listen load local location log logger login logs main managed management measure memory
    message messages metadata method metric microsoft mode model module name names namespace network new next node null
    number object offset online open operation operations option order origin output packet page param parameter
    partition password path payload plane performed permission permissions pod policy pool port position prefix principal
    process processed processing processor profile properties property protocol provided provider providers public
    published push queries query queue read ready reason received record redirect reference region register
    registered registration remote request requested requests required resource resources response result results
    retries retry return role roles root route rules running runtime sandbox scheduled schema scope search secret section
    sender sent sequence server service services session set setting settings severity shared signature size skipped source
    span specified stack start started starting state statement status stderr stdout step storage store stream
    string subject subscription subscriptions success succeeded successful suffix support supported system table
    target task template tenant test text thread time timeout timestamp title token tokens topic total trace traffic
    transaction transport trigger true trusted type unavailable unique unit unknown update updated upstream uri url use
    used user username using valid validated validation value values vault vaults version view visibility wait warn
    warning web with worker workflow workspace write written zone
    about after all already also and another are because been before between both but can cannot could did does each every
    exception for had has have how into its like made many may might more most must not now only other our out over please
    same see should some such than that the their them then there these they this those through too under until very was
    were what when where whether which while who will with within without would you your invalid missing""".split()  # noqa: SIM905 - a word a name
)
# Words that any sentence has: a pair of two of them tells nothing.
FILLING = frozenset(
    """a an and any are as at be been but by can cannot could did do does for from had has have if in into is it its may
    might must no not of on one or our out should so some such than that the their them then there these they this
    those to too was were what when where which while who will with would you your""".split()  # noqa: SIM905 - as above
)
