"""What a right diagnosis says of Adobe's side."""

from __future__ import annotations

from diagnostics.simulator import ids
from diagnostics.simulator.expectations.answer import CLEAN, OPEN, Expected, found

ADOBES_SIDE = found(
    ("adobe-secret-deleted", "AJ101", "adobe-client-invalid"),
    ("adobe-client-unknown", "AJ101", "adobe-client-invalid"),
    ("adobe-scope-wrong", "AJ102", "adobe-scope-refused"),
    ("adobe-credential-jwt", "AJ103", "adobe-jwt-credential"),
    ("adobe-token-expired", "AJ104", ""),
    ("adobe-token-of-stage", "AJ105", "adobe-token-of-another-environment"),
    ("adobe-token-unfit", "AJ201", "gateway-token-refused"),
    ("gateway-refuses", "AJ203", "gateway-key-invalid"),
    ("adobe-profile-missing", "AJ205", "gateway-profile-not-valid"),
    ("adobe-org-wrong", "AJ206", "gateway-region-missing"),
    ("adobe-gateway-quota", "AJ208", "gateway-throttled"),
    ("sandbox-missing", "AJ211", ""),
    ("sandbox-inactive", "AJ212", ""),
    ("adobe-role-missing", "AJ213", ""),
    ("campaign-draft", "AJ301", "campaign-not-live"),
    ("campaign-stopped", "AJ301", "campaign-not-live"),
    ("campaign-not-started", "AJ302", ""),
    ("campaign-ended", "AJ303", ""),
    ("campaign-dates-contradict", "AJ304", ""),
    ("wrong-endpoint", "AJ305", "endpoint-does-not-fit"),
    ("endpoint-of-high-throughput", "AJ305", "endpoint-does-not-fit"),
    ("namespace-differs", "AJ306", "identity-namespace-differs"),
    ("throttle-low", "AJ308", "throttle-rate-low"),
    ("validation-open", "AJ309", "campaign-validation-open"),
    ("campaign-missing", "AJ310", ""),
    ("cmk-config-failed", "AJ401", ""),
    ("cmk-config-running", "AJ402", ""),
    ("registration-differs", "AJ403", "cmk-application-differs"),
    ("ajo-unhealthy", "AJ501", ""),
    ("log-says-failed-inside", "AJ701", "call-failed-inside"),
    ("provider-incident", "AJ502", ""),
    ("test-recipient-suppressed", "AJ601", "recipient-suppressed"),
    ("profile-store-revoked", "EN101", "service-principal-disabled"),
) | {
    "adobe-credential-missing": Expected(("AJ106",), "", OPEN),
    "campaign-of-a-new-state": Expected(("AJ311",), "", OPEN),
    "cmk-config-of-a-new-state": Expected(("AJ405",), "", OPEN),
    # The published incidents are worth knowing, and nobody needs them for the answer.
    "status-feed-refused": Expected(("AJ503",), "", CLEAN),
    "region-differs": Expected(("AJ404",), "region-differs", config={"region": ids.ADOBE_REGION}),
}
