"""How much text a field of a ticket takes.

All are told in bytes of UTF-8 here: whether a system counts bytes, characters or units of UTF-16, a text of so many bytes fits.
"""

from __future__ import annotations

import re

from diagnostics.errors import ConfigError

LEAST = 300  # bytes: the verdict and where the rest is
# Sources, read 2026-11-29. Jira: JRASERVER-28519 (jira.text.field.character.limit is 32767 unless an administrator says
# otherwise), JRACLOUD-78553 (the same for a description in the cloud). GitHub: its own refusal, "Body is too long (maximum is
# 65536 characters)". GitLab: developer documentation, "Issuable-like Rails models utilities" (description: 1 megabyte).
# Azure DevOps: Microsoft, "Work tracking object limits" (a long text field can contain 1M characters). ServiceNow: product
# documentation, "Journal field type" (multi-line text fields have a default character limit of 4000).
NAMED = {
    "azure-devops": 1_000_000,
    "github": 65_536,
    "gitlab": 1_048_576,
    "jira": 32_767,
    "servicenow": 4_000,
}


def bytes_of(text: str) -> int:
    """Read a limit: a number of bytes, or the name of a ticket system.

    Raises:
        ConfigError: if it is neither, or too small to say anything.
    """
    if text.lower() in NAMED:
        return NAMED[text.lower()]
    if not re.fullmatch("[0-9]{1,12}", text, re.ASCII):
        raise ConfigError(
            f"{text!r} is no limit",
            expected=f"a number of bytes, or one of {', '.join(NAMED)}",
            source="--max-size",
        )
    if int(text) < LEAST:
        raise ConfigError(
            f"in {text} bytes nothing can be said",
            expected=f"at least {LEAST}",
            source="--max-size",
        )
    return int(text)
