"""What can be wrong with permissions (step 2); retired codes stay here as comments."""

from __future__ import annotations

from diagnostics import Kind, Severity, Step

ACCESS_MISSING = Kind(
    "RB101",
    "key-access-missing",
    Severity.CRITICAL,
    "The identity has no access to the key",
    Step.PERMISSIONS,
)
ROLE_ELSEWHERE = Kind(
    "RB102",
    "role-at-another-scope",
    Severity.CRITICAL,
    "The role is given at another vault or key",
    Step.PERMISSIONS,
)
ROLE_WITHOUT_OPERATION = Kind(
    "RB103",
    "role-without-operation",
    Severity.CRITICAL,
    "The role lacks an operation that the key needs",
    Step.PERMISSIONS,
)
CONTROL_PLANE_ROLE = Kind(
    "RB104",
    "control-plane-role-only",
    Severity.CRITICAL,
    "The role manages the vault and cannot use its keys",
    Step.PERMISSIONS,
)
OLD_OBJECT_ID = Kind(
    "RB105",
    "role-on-old-object-id",
    Severity.CRITICAL,
    "The grant is for an object id that is not the identity's any more",
    Step.PERMISSIONS,
)
INACTIVE_MODEL = Kind(
    "RB106",
    "grant-in-inactive-model",
    Severity.CRITICAL,
    "The grant is in the permission model that is not in force",
    Step.PERMISSIONS,
)
DENIED_BY_NAME = Kind(
    "RB107",
    "denied-by-assignment",
    Severity.CRITICAL,
    "A deny assignment forbids the access",
    Step.PERMISSIONS,
)
POLICY_INCOMPLETE = Kind(
    "RB108",
    "access-policy-incomplete",
    Severity.CRITICAL,
    "The access policy lacks an operation that the key needs",
    Step.PERMISSIONS,
)
POLICY_ELSEWHERE = Kind(
    "RB109",
    "access-policy-for-another",
    Severity.CRITICAL,
    "The access policy is for another tenant or bound to an application",
    Step.PERMISSIONS,
)
ACCESS_UNDECIDED = Kind(
    "RB110",
    "key-access-undecided",
    Severity.WARNING,
    "Whether the identity may use the key cannot be told",
    Step.PERMISSIONS,
)
JUST_GIVEN = Kind(
    "RB111",
    "role-just-given",
    Severity.WARNING,
    "The role is there, and so young that it may not be in force yet",
    Step.PERMISSIONS,
)
ROLE_ENDING = Kind(
    "RB112",
    "role-ending",
    Severity.WARNING,
    "The role is given for a time that is over soon",
    Step.PERMISSIONS,
)
ROLE_ENDED = Kind(
    "RB113",
    "role-ended",
    Severity.CRITICAL,
    "The role was given for a time, which is over",
    Step.PERMISSIONS,
)
DATA_ROLE_MISSING = Kind(
    "RB201",
    "cosmos-data-role-missing",
    Severity.CRITICAL,
    "The caller has no Cosmos DB data-plane role",
    Step.PERMISSIONS,
)
DATA_ROLE_NARROW = Kind(
    "RB202",
    "cosmos-data-role-elsewhere",
    Severity.WARNING,
    "The caller's Cosmos DB data-plane role does not reach what it needs",
    Step.PERMISSIONS,
)
DATA_ROLE_UNDECIDED = Kind(
    "RB203",
    "cosmos-data-role-undecided",
    Severity.WARNING,
    "Whether the caller may read Cosmos DB data cannot be told",
    Step.PERMISSIONS,
)
