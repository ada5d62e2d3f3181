"""The recogniser's rules as steps of a Kusto query: a record in, its signatures out.

The same order as `recognise`: words decide, a number in brackets refines words that name none, a number beside words that
contradict it makes them ambiguous and is not followed. Where they differ, and it is said here: a record is one window, so
literals need not stand near each other; the first account, vault and identity of a record is taken instead of the nearest;
an HTTP status counts wherever it stands in the record.

Signatures travel as `|id=code|`; an envelope, whose code is no number, as `|id=!|`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from diagnostics.triage.kql_record import squeezed, whom
from diagnostics.triage.kql_text import NUMBER, any_of, contains, either, pattern
from diagnostics.triage.recognised import Certainty, Signature

_CALL = 60  # arguments of one strcat; Kusto takes 64


@dataclass(frozen=True, slots=True)
class _Sorted:
    """One signature with its literals by what they are."""

    signature: Signature
    words: tuple[tuple[str, ...], ...]
    bracketed: tuple[tuple[str, ...], ...]  # a number in brackets beside words of any language
    numbers: tuple[tuple[str, ...], ...]

    @property
    def family(self) -> str:
        return self.signature.id.partition(".")[0]

    @property
    def token(self) -> str:
        code = self.signature.code
        return f"|{self.signature.id}={code if not code or code.isdigit() else '!'}|"

    @property
    def is_number_of(self) -> str:
        """The sort of number it is known by: `substatus:`, `aadsts`, or nothing."""
        found = NUMBER.fullmatch(self.numbers[0][0]) if self.numbers else None
        return found[1] if found else ""


def _is_bracketed(literal: str) -> bool:
    return len(literal) == 6 and literal[0] == "(" and literal[1:5].isdigit() and literal[5] == ")"  # noqa: PLR2004 - "(4000)"


def _sorted(signature: Signature) -> _Sorted:
    numbers = tuple(each for each in signature.stems if all(map(NUMBER.fullmatch, each)))
    rest = [each for each in signature.stems if each not in numbers]
    bracketed = tuple(each for each in rest if any(map(_is_bracketed, each)))
    words = tuple(each for each in rest if each not in bracketed)
    return _Sorted(signature, words, bracketed, numbers)


class Classification:
    """The steps for some signatures; each step computes from columns, so that no engine repeats an inner expression."""

    def __init__(self, signatures: Iterable[Signature]) -> None:
        """Sort them."""
        self._known = [_sorted(each) for each in signatures]

    @cached_property
    def _headed(self) -> list[_Sorted]:
        """Those that a sub-status names."""
        return [each for each in self._known if each.is_number_of == "substatus:"]

    def steps(self) -> list[str]:
        """Return the steps from columns Text, Account, Vault, Identity to one row a signature: Signature, Ambiguous."""
        worded = [each for each in self._known if each.words]
        entra = [each for each in self._known if each.is_number_of == "aadsts"]
        return [
            *squeezed(),
            *whom(),
            *_flags(
                "Words", "W", worded, lambda each: _guarded(each, each.words, is_lenient=True)
            ),
            *self._spoken(),
            *_flags("Headed", "H", self._headed, _by_number),
            *_flags("Entra", "E", entra, _by_number),
            *self._settled(),
            "extend Tokens = split(trim(@'\\|', All), '||')",
            "mv-expand Found = Tokens to typeof(string)",
            "extend Signature = extract(@'^(.*)=', 1, Found), Code = extract(@'=(.*)$', 1, Found),"
            " Token = strcat('|', Found, '|')",
            f"extend Ambiguous = {_AMBIGUOUS}",
        ]

    def _spoken(self) -> list[str]:
        """What the words say, and the numbers in brackets where the words name none."""
        steps: list[str] = []
        families = dict.fromkeys(each.family for each in self._known if each.bracketed)
        spoken = "Words"
        for place, family in enumerate(families):
            ours = [each for each in self._known if each.family == family]
            coded = _tokens(each for each in ours if each.words and each.signature.code)
            bare = _tokens(each for each in ours if each.words and not each.signature.code)
            name, plain, kept = f"Bracketed{place}", f"Bare{place}", f"Spoken{place}"
            steps += [
                *_flags(
                    name, f"B{place}_", [each for each in ours if each.bracketed], _by_bracket
                ),
                f"extend {name} = iff(Words matches regex {pattern(coded)}, '', {name}),"
                f" {plain} = replace_regex({spoken}, {pattern(bare)}, '')",
                f"extend {kept} = iff({name} == '', {spoken}, {plain})",
                f"extend {kept} = strcat({kept}, {name})",
            ]
            spoken = kept
        return [*steps, f"extend Spoken = {spoken}"]

    def _settled(self) -> list[str]:
        """Let words and the numbers beside them settle what they mean together."""
        ids = [each.signature.code for each in self._headed if not each.signature.needs_status]
        unknown = rf"\b(?:0|{'|'.join(ids) or '0'})\b"
        return [
            f"extend Unlisted = replace_regex(Numbers, {pattern(unknown)}, '')",
            "extend Strange = Headed != '' or Unlisted matches regex @'\\d'",
            f"extend Unsaid = {self._unsaid()}",
            *self._refined(),
            "extend Followed = iff(Unsaid, '', Headed)",
            "extend All = strcat(Kept, Refined, Followed, Entra)",
            *self._without_disguises(),
            "where All != ''",
        ]

    def _unsaid(self) -> str:
        """Words whose own number does not stand beside them: another number there is theirs, and not followed."""
        spoken = [each for each in self._known if (each.words or each.bracketed)]
        headed = [each for each in spoken if each in self._headed]
        rest = _tokens(
            each for each in spoken if each not in headed and not each.token.endswith("=!|")
        )
        return either(
            [
                f"Spoken matches regex {pattern(rest)}",
                *(
                    f"(Spoken contains_cs '{each.token}' and not(Numbers has '{each.signature.code}'))"
                    for each in headed
                ),
            ]
        )

    def _refined(self) -> list[str]:
        """Words without a number of their own, or only possibly an error, become what the number beside them says."""
        steps, kept, numbers = list[str](), "Spoken", list[str]()
        for place, family in enumerate(dict.fromkeys(each.family for each in self._headed)):
            ours = [each for each in self._known if each.family == family]
            sure = [each for each in ours if not _is_possible(each)]
            bare = _tokens(each for each in sure if each.words and not each.signature.code)
            number = _tokens(each for each in self._headed if each.family == family)
            name, less, next_kept = f"Number{place}", f"Less{place}", f"Kept{place}"
            steps += [
                f"extend {name} = extract({pattern(f'({number})')}, 1, Headed), {less} = replace_regex({kept}, {pattern(bare)}, '')",
                f"extend {name} = iff({kept} == {less}, '', {name})",
                f"extend {next_kept} = iff({name} == '', {kept}, {less})",
            ]
            kept = next_kept
            numbers.append(name)
        possible = _tokens(each for each in self._known if each.words and _is_possible(each))
        return [
            *steps,
            rf"extend Doubtful = extract(@'^(\|[^|]+\|)', 1, Headed), Sure = replace_regex({kept}, {pattern(possible)}, '')",
            f"extend Doubtful = iff({' or '.join([f'{kept} == Sure', *(f'Doubtful == {each}' for each in numbers)])}, '', Doubtful),"
            f" Kept = iff(Doubtful == '', {kept}, Sure)",
            f"extend Refined = {_joined([*numbers, 'Doubtful'])}",
        ]

    def _without_disguises(self) -> list[str]:
        """Leave out what only might be an error where one is certain."""
        kinds = [each for each in self._known if each.signature.kind]
        possible = [each for each in kinds if _is_possible(each)]
        sure = _tokens(each for each in kinds if each not in possible)
        return [
            f"extend Undisguised = replace_regex(All, {pattern(_tokens(possible))}, '')",
            f"extend All = iff(All matches regex {pattern(sure)}, Undisguised, All)",
        ]


# Words whose number is another one, in a header-looking place or in brackets.
_AMBIGUOUS = (
    "Spoken contains_cs Token and Code != '!' and ((Strange and not(isnotempty(Code) and Numbers has Code))"
    " or (isnotempty(Code) and isnotempty(Bracket) and Bracket != Code))"
)


def _by_number(each: _Sorted) -> str:
    said = _guarded(each, each.numbers, is_lenient=False)
    return f"{said} and Spoken !contains_cs '{each.token}'"


def _by_bracket(each: _Sorted) -> str:
    return _guarded(each, each.bracketed, is_lenient=True)


def _flags(
    name: str, prefix: str, chosen: Sequence[_Sorted], condition: Callable[[_Sorted], str]
) -> list[str]:
    """Return the steps that join the tokens of those whose condition holds into one column."""
    if not chosen:
        return [f"extend {name} = ''"]
    flags = [
        f"{prefix}{place} = iff({condition(each)}, '{each.token}', '')"
        for place, each in enumerate(chosen)
    ]
    names = [f"{prefix}{place}" for place in range(len(chosen))]
    rows = ",\n    ".join(flags)
    calls = [names[start : start + _CALL] for start in range(0, len(names), _CALL)]
    parts = [f"{name}_{place} = {_joined(call)}" for place, call in enumerate(calls)]
    joined = _joined([f"{name}_{place}" for place in range(len(calls))])
    return [f"extend\n    {rows}", f"extend {', '.join(parts)}", f"extend {name} = {joined}"]


def _is_possible(each: _Sorted) -> bool:
    return each.signature.certainty is Certainty.POSSIBLE


def _joined(columns: Sequence[str]) -> str:
    """Join at most sixty columns of text."""
    return columns[0] if len(columns) == 1 else f"strcat({', '.join(columns)})"


def _tokens(chosen: Iterable[_Sorted]) -> str:
    """Return a regular expression for the tokens of these; of none, one that matches nothing."""
    inside = [each.token.strip("|") for each in chosen]
    return rf"\|{any_of(inside)}\|" if inside else r"[^\s\S]"


def _guarded(each: _Sorted, stems: tuple[tuple[str, ...], ...], *, is_lenient: bool) -> str:
    """Return the condition that one group of literals is there, and nothing that rules it out.

    Words need no HTTP status, but bear no other than theirs; a number needs it.
    """
    parts = [_alternatives(" and ".join(map(_literal, group)) for group in stems)]
    if each.signature.unless:
        parts.append(f"not{_alternatives(map(contains, each.signature.unless))}")
    status = each.signature.needs_status
    if status is not None:
        none = " or isempty(Statuses)" * is_lenient
        parts.append(f"(Statuses has '{status}'{none})")
    return " and ".join(parts)


def _alternatives(conditions: Iterable[str]) -> str:
    condition = either(conditions)
    return condition if condition.startswith("(") and condition.endswith(")") else f"({condition})"


def _literal(literal: str) -> str:
    number = NUMBER.fullmatch(literal)
    if not number:
        return contains(literal)
    return f"{'Numbers' if number[1] == 'substatus:' else 'EntraNumbers'} has '{number[2]}'"
