"""What the options of curl mean for a request: which say something of it, which are left aside, which are refused.

Source: curl(1), version 8.5 and its list of options, read 2026-11-24.
"""

from __future__ import annotations

# One letter to the long name; only those that are common beside a POST.
SHORT = {
    "X": "request", "H": "header", "d": "data", "m": "max-time", "k": "insecure", "u": "user", "G": "get",
    "F": "form", "T": "upload-file", "K": "config", "I": "head", "A": "user-agent", "e": "referer", "b": "cookie",
    "c": "cookie-jar", "x": "proxy", "o": "output", "O": "remote-name", "s": "silent", "S": "show-error",
    "v": "verbose", "i": "include", "L": "location", "f": "fail", "w": "write-out", "D": "dump-header",
    "E": "cert", "N": "no-buffer", "g": "globoff", "n": "netrc", "q": "disable", "#": "progress-bar", "4": "ipv4",
    "6": "ipv6", "0": "http1.0", "1": "tlsv1", "r": "range", "R": "remote-time", "Y": "speed-limit",
    "y": "speed-time", "U": "proxy-user", "p": "proxytunnel", "Z": "parallel", ":": "next", "j": "junk-session-cookies",
}  # fmt: skip

# They say something of the request and are read: those that take a value, and switches.
_READ_VALUES = frozenset(
    [
        "request",
        "header",
        "data",
        "data-raw",
        "data-binary",
        "data-ascii",
        "json",
        "url",
        "max-time",
        "retry",
        "user",
        "oauth2-bearer",
        "user-agent",
    ]
)
READ = _READ_VALUES | {"retry-all-errors", "retry-connrefused", "insecure", "get", "head"}

# They do not change what Adobe is asked; named and left aside.
_IGNORED_SWITCHES = frozenset(
    [
        "silent",
        "show-error",
        "verbose",
        "include",
        "location",
        "fail",
        "fail-with-body",
        "fail-early",
        "no-buffer",
        "globoff",
        "compressed",
        "compressed-ssh",
        "http1.0",
        "http1.1",
        "http2",
        "http2-prior-knowledge",
        "http3",
        "ipv4",
        "ipv6",
        "tlsv1",
        "tlsv1.0",
        "tlsv1.1",
        "tlsv1.2",
        "tlsv1.3",
        "ssl-reqd",
        "tcp-nodelay",
        "tcp-fastopen",
        "progress-bar",
        "no-progress-meter",
        "remote-name",
        "remote-time",
        "remote-name-all",
        "create-dirs",
        "disable",
        "netrc",
        "netrc-optional",
        "path-as-is",
        "proxytunnel",
        "location-trusted",
        "styled-output",
        "trace-time",
        "junk-session-cookies",
        "keepalive",
        "sessionid",
        "parallel",
        "anyauth",
        "basic",
        "digest",
        "xattr",
        "raw",
        "ca-native",
    ]
)
_IGNORED_VALUES = frozenset(
    [
        "referer",
        "cookie",
        "cookie-jar",
        "proxy",
        "proxy-user",
        "proxy-header",
        "output",
        "output-dir",
        "write-out",
        "dump-header",
        "cert",
        "cert-type",
        "key",
        "key-type",
        "cacert",
        "capath",
        "ciphers",
        "tls-max",
        "connect-timeout",
        "retry-delay",
        "retry-max-time",
        "keepalive-time",
        "limit-rate",
        "speed-limit",
        "speed-time",
        "resolve",
        "connect-to",
        "dns-servers",
        "interface",
        "local-port",
        "noproxy",
        "range",
        "trace",
        "trace-ascii",
        "stderr",
        "max-filesize",
        "max-redirs",
        "expect100-timeout",
        "pinnedpubkey",
        "pass",
        "unix-socket",
        "happy-eyeballs-timeout-ms",
        "rate",
    ]
)

# They change the request in a way that is not read from the text; with the reason.
REFUSED = {
    "form": "it sends a form, and the API takes JSON in the body",
    "form-string": "it sends a form, and the API takes JSON in the body",
    "data-urlencode": "it encodes the payload as a form, and the API takes JSON in the body",
    "upload-file": "the payload is in another file; give that file itself to `ajo-doctor lint`",
    "config": "the options are in another file, which is not read",
    "next": "two calls in one command are not read; give each its own file",
}
_REFUSED_SWITCHES = frozenset({"next"})

DATA = frozenset({"data", "data-raw", "data-binary", "data-ascii", "json"})
READS_FILES = frozenset({"data", "data-binary", "data-ascii", "json"})  # where @ names a file


def is_known(name: str) -> bool:
    """Tell whether an option is known at all."""
    return name in READ or name in REFUSED or is_ignored(name)


def is_ignored(name: str) -> bool:
    """Tell whether an option is left aside; `--no-…` switches one of these off."""
    bare = name.removeprefix("no-")
    return name in _IGNORED_VALUES or name in _IGNORED_SWITCHES or bare in _IGNORED_SWITCHES


def takes_value(name: str) -> bool:
    """Tell whether the next word belongs to a known option."""
    if name in REFUSED:
        return name not in _REFUSED_SWITCHES
    return name in _READ_VALUES or name in _IGNORED_VALUES
