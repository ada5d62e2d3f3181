from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TypeVar

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checks.keyvault.facts import AccessPolicy
from checks.rbac.evaluate import Answer, decide_roles
from checks.rbac.facts import Block, DenyAssignment, KeyGrants, RoleAssignment, RoleDefinition
from checks.rbac.policies import decide_policies
from checks.rbac.scopes import matches
from diagnostics import ObjectId
from tests.checks.rbac import oracle
from tests.checks.rbac.situations import (
    ALL_THREE,
    ENCRYPTION_USER,
    EVERYONE,
    GROUP,
    KEY,
    MANAGEMENT_GROUP,
    OTHER_KEY,
    OTHER_TENANT,
    OTHER_VAULT,
    PRINCIPAL,
    READ,
    STRANGER,
    SUBSCRIPTION,
    TEAM,
    TENANT,
    UNWRAP,
    VAULT,
    WRAP,
    a_deny,
    a_policy,
    a_vault,
    grants,
)
from tests.checks.rbac.situations import given as assigned

T = TypeVar("T")
SCOPES = (KEY, VAULT, GROUP, SUBSCRIPTION, MANAGEMENT_GROUP, "/", OTHER_KEY, OTHER_VAULT)
PATTERNS = (
    *ALL_THREE,
    "*",
    "Microsoft.KeyVault/*",
    "Microsoft.KeyVault/vaults/keys/*",
    "Microsoft.KeyVault/vaults/*/read",
    "*/action",
    "*/wrap/*",
    "Microsoft.Storage/*",
)
ROLE_IDS = ("a", "b", "c", "d")
WHO = (PRINCIPAL, TEAM, STRANGER, EVERYONE)

patterns = st.lists(st.sampled_from(PATTERNS), max_size=3).map(tuple)
blocks = st.builds(
    Block,
    actions=st.just(()),
    not_actions=st.just(()),
    data_actions=patterns,
    not_data_actions=patterns,
)
some_blocks = st.lists(blocks, max_size=2).map(tuple)
definitions = st.lists(
    st.builds(RoleDefinition, id=st.sampled_from(ROLE_IDS), name=st.just("r"), blocks=some_blocks),
    max_size=4,
    unique_by=lambda role: role.id,
).map(tuple)
conditions = st.sampled_from((None, None, None, "@Resource[name] StringEquals 'x'"))
assignments = st.lists(
    st.builds(
        RoleAssignment,
        id=st.uuids().map(str),
        principal=st.sampled_from((PRINCIPAL, TEAM)),
        principal_type=st.just("ServicePrincipal"),
        role_id=st.sampled_from(ROLE_IDS),
        scope=st.sampled_from(SCOPES),
        condition=conditions,
        created_on=st.none(),
    ),
    max_size=4,
).map(tuple)
people = st.lists(st.sampled_from(WHO), max_size=2).map(tuple)
denies = st.lists(
    st.builds(
        DenyAssignment,
        id=st.uuids().map(str),
        name=st.just("d"),
        scope=st.sampled_from(SCOPES),
        blocks=some_blocks,
        principals=people,
        excluded=st.lists(st.sampled_from(WHO[:3]), max_size=1).map(tuple),
        spares_children=st.booleans(),
        condition=conditions,
    ),
    max_size=2,
).map(tuple)
situations = st.builds(
    KeyGrants,
    observed_at=st.just(grants().observed_at),
    principal=st.just(PRINCIPAL),
    scope=st.just(KEY),
    effective=assignments,
    others=st.just(()),
    elsewhere=st.just(()),
    definitions=definitions,
    denies=denies,
    groups=st.sampled_from((None, (), (TEAM,))),
    denies_not_read=st.sampled_from(("", "", "", "refused")),
)
without_denies = situations.map(lambda one: replace(one, denies=(), denies_not_read=""))
ORDER = {Answer.NO: 0, Answer.CANNOT_TELL: 1, Answer.YES: 2}


def answer(situation: KeyGrants) -> Answer:
    return decide_roles(situation).answer


@given(situations)
@settings(max_examples=400)
def test_the_naive_oracle_never_contradicts_a_yes_or_a_no(situation: KeyGrants) -> None:
    expected = oracle.verdict(situation)
    said = answer(situation)
    assert said is Answer.CANNOT_TELL or said == expected


@given(without_denies)
@settings(max_examples=300)
def test_without_denies_evaluator_and_oracle_agree_in_every_word(situation: KeyGrants) -> None:
    # The evaluator decides each operation by itself, the oracle all three together in one world; so with a condition
    # in play both are unsure in the same situations.
    assert answer(situation) == oracle.verdict(situation)


@given(situations)
def test_one_more_grant_never_makes_it_worse(situation: KeyGrants) -> None:
    more = replace(
        situation,
        effective=(*situation.effective, assigned(ENCRYPTION_USER)),
        definitions=(*situation.definitions, ENCRYPTION_USER),
    )
    assert ORDER[answer(more)] >= ORDER[answer(situation)]


@given(without_denies)
def test_a_sufficient_unconditional_grant_is_a_yes_without_denies(situation: KeyGrants) -> None:
    more = replace(
        situation,
        effective=(assigned(ENCRYPTION_USER, KEY), *situation.effective),
        definitions=(*situation.definitions, ENCRYPTION_USER),
    )
    assert answer(more) is Answer.YES


@given(situations, st.sampled_from(SCOPES[:6]), st.sampled_from((EVERYONE, PRINCIPAL)))
def test_a_matching_deny_is_a_no_whatever_is_granted(
    situation: KeyGrants, scope: str, who: ObjectId
) -> None:
    deny = a_deny(scope, principals=(who,))
    assert answer(replace(situation, denies=(*situation.denies, deny))) is Answer.NO


@given(situations, st.sampled_from(SCOPES))
def test_a_deny_that_spares_the_principal_changes_nothing(
    situation: KeyGrants, scope: str
) -> None:
    deny = a_deny(scope, excluded=(PRINCIPAL,))
    more = replace(situation, denies=(*situation.denies, deny))
    assert answer(more) is answer(situation)


@given(situations, st.randoms(use_true_random=False))
def test_the_order_of_everything_is_indifferent(situation: KeyGrants, random: Random) -> None:
    def shuffled(items: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(random.sample(items, len(items)))

    mixed = replace(
        situation,
        effective=shuffled(situation.effective),
        definitions=shuffled(situation.definitions),
        denies=shuffled(situation.denies),
    )
    assert answer(mixed) is answer(situation)


@given(situations)
def test_letter_case_of_scopes_and_actions_is_indifferent(situation: KeyGrants) -> None:
    def loud(block: Block) -> Block:
        return replace(
            block,
            data_actions=tuple(one.upper() for one in block.data_actions),
            not_data_actions=tuple(one.upper() for one in block.not_data_actions),
        )

    shouted = replace(
        situation,
        scope=situation.scope.upper(),
        effective=tuple(replace(one, scope=one.scope.upper()) for one in situation.effective),
        definitions=tuple(
            replace(one, blocks=tuple(map(loud, one.blocks))) for one in situation.definitions
        ),
        denies=tuple(
            replace(one, scope=one.scope.upper(), blocks=tuple(map(loud, one.blocks)))
            for one in situation.denies
        ),
    )
    assert answer(shouted) is answer(situation)


@given(without_denies, patterns)
def test_what_one_role_takes_away_never_reduces_another(
    situation: KeyGrants, taken: tuple[str, ...]
) -> None:
    taker = RoleDefinition(
        id="taker",
        name="taker",
        blocks=(Block(actions=(), not_actions=(), data_actions=("*",), not_data_actions=taken),),
    )
    more = replace(
        situation,
        effective=(*situation.effective, assigned(taker)),
        definitions=(*situation.definitions, taker),
    )
    before = {one.need for one in decide_roles(situation).operations if one.answer is Answer.YES}
    after = {one.need for one in decide_roles(more).operations if one.answer is Answer.YES}
    assert before <= after


@given(without_denies, without_denies)
def test_two_sets_of_grants_together_give_what_either_gives(
    one: KeyGrants, other: KeyGrants
) -> None:
    renamed = tuple(replace(role, id=f"o{role.id}") for role in other.definitions)
    together = replace(
        one,
        effective=(
            *one.effective,
            *(replace(held, role_id=f"o{held.role_id}") for held in other.effective),
        ),
        definitions=(*one.definitions, *renamed),
    )
    for mine, theirs, both in zip(
        *(decide_roles(each).operations for each in (one, other, together)), strict=True
    ):
        assert ORDER[both.answer] == max(ORDER[mine.answer], ORDER[theirs.answer])


@given(assignments)
def test_roles_that_could_not_be_read_are_never_a_yes(held: tuple[RoleAssignment, ...]) -> None:
    assert answer(grants(*held, definitions=())) is not Answer.YES


@given(situations)
def test_conditional_grants_alone_are_never_a_yes(situation: KeyGrants) -> None:
    conditional = tuple(replace(one, condition="c") for one in situation.effective)
    assert answer(replace(situation, effective=conditional)) is not Answer.YES


@given(situations)
def test_unread_denies_are_never_a_yes(situation: KeyGrants) -> None:
    assert answer(replace(situation, denies_not_read="refused")) is not Answer.YES


@given(st.sampled_from(PATTERNS), st.sampled_from((*ALL_THREE, "Microsoft.Storage/x/read")))
def test_a_wildcard_means_the_actions_it_spells_out(pattern: str, action: str) -> None:
    assert matches((pattern,), action) is oracle.star(pattern.lower(), action.lower())


@given(st.text(alphabet="ab/*", max_size=8), st.text(alphabet="ab/", max_size=8))
def test_wildcards_match_as_the_letter_by_letter_reading_does(pattern: str, action: str) -> None:
    assert matches((pattern,), action) is oracle.star(pattern, action)


@given(definitions, st.sampled_from(SCOPES[:6]))
def test_a_role_with_wildcards_equals_the_same_role_spelled_out(
    roles: tuple[RoleDefinition, ...], scope: str
) -> None:
    def spelled(block: Block) -> Block:
        kept = tuple(
            action
            for action in (READ, WRAP, UNWRAP)
            if matches(block.data_actions, action) and not matches(block.not_data_actions, action)
        )
        return replace(block, data_actions=kept, not_data_actions=())

    held = tuple(assigned(role, scope) for role in roles)
    plain = tuple(replace(one, blocks=tuple(map(spelled, one.blocks))) for one in roles)
    with_stars, without = grants(*held, definitions=roles), grants(*held, definitions=plain)
    assert [one.answer for one in decide_roles(with_stars).operations] == [
        one.answer for one in decide_roles(without).operations
    ]


words = st.lists(
    st.sampled_from(("get", "wrapkey", "unwrapkey", "list", "all", "sign")), max_size=4
)
policies = st.lists(
    st.builds(
        lambda keys, who, tenant: a_policy(*keys, who=who, tenant=tenant),
        words,
        st.sampled_from((PRINCIPAL, TEAM, STRANGER)),
        st.sampled_from((TENANT, OTHER_TENANT)),
    ),
    max_size=4,
)
groups = st.sampled_from((None, (), (TEAM,)))


@given(policies, groups, st.integers(0, 3))
def test_all_is_at_least_any_list_of_permissions(
    entries: list[AccessPolicy], held: tuple[ObjectId, ...] | None, position: int
) -> None:
    assume(position < len(entries))
    entries_all = [*entries]
    entries_all[position] = replace(entries[position], keys=("all",))
    before = decide_policies(a_vault(*entries, rbac=False), PRINCIPAL, held).answer
    after = decide_policies(a_vault(*entries_all, rbac=False), PRINCIPAL, held).answer
    assert ORDER[after] >= ORDER[before]


@given(policies)
def test_reading_the_groups_decides_and_never_contradicts(entries: list[AccessPolicy]) -> None:
    vault = a_vault(*entries, rbac=False)
    unread = decide_policies(vault, PRINCIPAL, None).answer
    for held in ((), (TEAM,), (TEAM, STRANGER)):
        read = decide_policies(vault, PRINCIPAL, held).answer
        assert read is not Answer.CANNOT_TELL
        assert unread in (Answer.CANNOT_TELL, read)


@given(policies, groups, st.randoms(use_true_random=False))
def test_the_order_and_case_of_policies_are_indifferent(
    entries: list[AccessPolicy], held: tuple[ObjectId, ...] | None, random: Random
) -> None:
    mixed = [
        replace(one, keys=tuple(word.upper() for word in one.keys))
        for one in random.sample(entries, len(entries))
    ]
    first = decide_policies(a_vault(*entries, rbac=False), PRINCIPAL, held).answer
    assert decide_policies(a_vault(*mixed, rbac=False), PRINCIPAL, held).answer is first
