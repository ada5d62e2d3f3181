"""What each field of a record holds: a name of the customer, or a word of a service or of this program.

A test fails for a field of a built-in record that holds text and does not stand here. Records of foreign packs are not
listed: their texts are searched for what looks like an identifier and for every name that is known from elsewhere.
Typed identifiers (`diagnostics.names`, `diagnostics.adobe_names`) need no entry.
"""

from __future__ import annotations

from diagnostics.share.evidence_fields import EVIDENCE
from diagnostics.share.run_fields import RUNS

FIELDS = EVIDENCE | RUNS
