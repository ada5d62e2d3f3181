"""A record as steps of a Kusto query: brought into the form that is searched, and read for whom it befell.

The same as `normalise` and `excerpt` do here, in what the engine's functions can say: layers of escapes are taken off by
pattern, numbers in header-looking places and HTTP statuses are listed.
"""

from __future__ import annotations

from diagnostics.clouds import CLOUDS
from diagnostics.triage.kql_text import any_of, pattern

_GUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_HOSTS = {
    "Account": tuple(cloud.cosmos_suffix for cloud in CLOUDS.values()),
    "Vault": tuple(
        suffix for cloud in CLOUDS.values() for suffix in (cloud.vault_suffix, cloud.hsm_suffix)
    ),
}
# What quoting adds: colours of a terminal, escaped and encoded quotation marks, the marks themselves, invisible characters.
_MARKS = (
    r"(?:\x{1b}|\\+(?:u00|x)1b)\[[0-9;]{0,20}[a-z]|\\+u(?:00(?:22|27|2a|60|5c|ad|b4|ab|bb)|02bc"
    r"|20(?:0[b-f]|1[89a-f]|2[a-e]|3[239a])|300[c-f]|feff|ff0[27])"
    r"|&(?:amp;)*(?:quot|apos|#34|#39|#x22|#x27);"
    r"|[ \"'*\\`\x{ad}\x{b4}\x{ab}\x{bb}\x{2bc}\x{200b}-\x{200f}\x{2018}-\x{201f}\x{202a}-\x{202e}\x{2032}\x{2033}"
    r"\x{2039}\x{203a}\x{2060}-\x{2069}\x{300c}-\x{300f}\x{feff}\x{ff02}\x{ff07}]"
)
_SPACES = r"\\+(?:u00(?:0[9ad]|a0)|[nrtbf])|&(?:amp;)*(?:nbsp|#160|#xa0);|[\s\x{85}\x{a0}\x{2028}\x{2029}\x{3000}]+"
_STATUS = r"(?:status[ _-]?(?:code)?[\s\"'=:(\\]{1,8}|[a-z] ?\(|http(?:/\d(?:\.\d)?)?[ :]{1,3})([1-5]\d\d)(?:\D|$)"
_NUMBERS = {
    "substatus:": r"sub[_-]?status(?:code)?[=:\[(]{0,4}0*(\d{1,7})(?:\D|$)",
    "aadsts": r"(?:aadsts|error_codes:\[)0*(\d{4,9})(?:\D|$)",
}


def squeezed() -> list[str]:
    """Bring a record into the form in which literals are looked for; `S`."""
    return [
        "extend Lower = tolower(Text)",
        f"extend Plain = replace_regex(Lower, {pattern(_SPACES)}, ' ')",
        "extend Apart = replace_regex(Plain, @'(\\d) +(\\d)', @'\\1;\\2'),"
        " Above = replace_regex(Plain, @'sub[ _-]?status', 'sub')",
        f"extend S = replace_regex(Apart, {pattern(_MARKS)}, '')",
        f"extend AllNumbers = extract_all({pattern(_NUMBERS['substatus:'])}, S),"
        f" AllEntra = extract_all({pattern(_NUMBERS['aadsts'])}, S), AllStatuses = extract_all({pattern(_STATUS)}, Above)",
        "extend Numbers = strcat_array(AllNumbers, ' '), EntraNumbers = strcat_array(AllEntra, ' '),"
        " Statuses = strcat_array(AllStatuses, ' ')",
        "extend Statuses = iff(isempty(Statuses) and S contains_cs 'forbidden', '403', Statuses),"
        " Bracket = extract(@'\\((\\d{4})\\)', 1, S)",
    ]


def whom() -> list[str]:
    """Read from the text what the table's columns do not say."""
    hosts = [
        f"{name}InText = extract({pattern(_host(suffixes))}, 1, Plain)"
        for name, suffixes in _HOSTS.items()
    ]
    identity = rf"(?:appid|applicationid|application|clientid|oid|objectid|principalid|principal)[=:\[(]{{0,2}}({_GUID})"
    columns = (*_HOSTS, "Identity")
    chosen = (f"{name} = iff(isempty({name}), {name}InText, tolower({name}))" for name in columns)
    return [
        f"extend {', '.join(hosts)}, IdentityInText = extract({pattern(identity)}, 1, S)",
        f"extend {', '.join(chosen)}",
    ]


def _host(suffixes: tuple[str, ...]) -> str:
    return rf"(?:^|[^a-z0-9_.-])([a-z0-9][a-z0-9-]{{1,62}}\.{any_of(suffixes)})(?:[^a-z0-9_-]|$)"
