"""What errors look like in text: data, one file a family."""

from __future__ import annotations

from checks.signatures.adobe import ADOBE
from checks.signatures.arm import ARM
from checks.signatures.cmk import CMK
from checks.signatures.cmk_internal import CMK_INTERNAL
from checks.signatures.cmk_other import CMK_OTHER
from checks.signatures.cosmos_data import COSMOS_DATA
from checks.signatures.entra import ENTRA
from checks.signatures.exclusions import EXCLUSIONS
from checks.signatures.keyvault import KEYVAULT
from diagnostics import Signature

SIGNATURES: tuple[Signature, ...] = tuple(
    sorted(
        (
            *ADOBE,
            *ARM,
            *CMK,
            *CMK_INTERNAL,
            *CMK_OTHER,
            *COSMOS_DATA,
            *ENTRA,
            *EXCLUSIONS,
            *KEYVAULT,
        ),
        key=lambda signature: signature.id,
    )
)
