"""What will happen to whom: the published figures of a region, made small, as stories to be played.

A story says how an appeal should end and what happens on its way; whether it does is up to the rules.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any, TypeVar

from domain.policy.plan import Step
from domain.policy.policy import Policy, Topic
from runtime.demo.sample import Letter, Sample, iins

FIGURES = {"solved": 2747, "explained": 2289, "open": 168}  # Turkistan region, January to August 2019: 5,204
THEMES = {"social-support": 2148, "housing": 1629, "employment": 454, "other": 973}  # of the same
CHANNELS = ("reception", "reception", "site", "call_centre", "messenger", "akimat", "e_government", "email")
SETTLED_AT_ONCE = {"solved": 70, "explained": 80}  # of a hundred, once every turn has been taken

Kind = TypeVar("Kind", bound=str)


class Fate(StrEnum):
    """How the story is to end."""

    SOLVED = "solved"
    EXPLAINED = "explained"
    OPEN = "open"


class Turn(StrEnum):
    """What happens on the way, once."""

    PLAIN = "plain"
    RACED = "two claim it at the same instant"
    DECLINED = "the agency declines it at first"
    LEFT = "its holder goes on leave"
    HELD = "it is put aside for a visit"
    ASKED = "the citizen is asked, and answers"
    UNANSWERED = "the citizen is asked, and does not answer"
    ADVISED = "a specialist is asked beside"
    LATE_RECEIPT = "nobody says whether the help has arrived"
    REOPENED = "the citizen has it reopened"
    IGNORED_AT_COUNTER = "the reception ignores it"
    IGNORED_TO_SUPERVISOR = "ignored until the supervisor takes it"
    IGNORED_TO_DESK = "ignored until it falls to the coordination desk"
    FORGOTTEN = "everybody ignores it"
    UNFINISHED = "the work on it is not finished"


PROGRAMME = (
    *(
        Turn.ASKED,
        Turn.RACED,
        Turn.PLAIN,
        Turn.DECLINED,
        Turn.IGNORED_TO_SUPERVISOR,
        Turn.PLAIN,
        Turn.ADVISED,
    ),
    *(Turn.LATE_RECEIPT, Turn.LEFT, Turn.PLAIN, Turn.REOPENED, Turn.IGNORED_TO_DESK, Turn.HELD, Turn.PLAIN),
    *(Turn.IGNORED_AT_COUNTER, Turn.UNANSWERED, Turn.PLAIN),
)
STILL_OPEN = (Turn.FORGOTTEN, Turn.UNFINISHED)


@dataclass(frozen=True, slots=True)
class Story:
    """One appeal to be: what comes in, at which step it is to be decided, and what happens meanwhile."""

    number: int
    letter: Letter
    text: str
    applicant: dict[str, Any]
    channel: str
    reception: str
    fate: Fate
    end: Step
    at_once: bool
    turn: Turn


def stories(sample: Sample, policy: Policy, count: int, seed: int = 1) -> list[Story]:
    """Return *count* stories, in the order in which people come."""
    chance = Random(seed)  # noqa: S311 - a play, not a secret
    fates = _shuffled(chance, [Fate(each) for each in apportioned(FIGURES, count)])
    themes = _shuffled(chance, apportioned(THEMES, count))
    numbers, programme, unfinished = iins(), deque(PROGRAMME), deque(STILL_OPEN)
    found = []
    for number, (fate, theme) in enumerate(zip(fates, themes, strict=True), start=1):
        letter = chance.choice([each for each in sample.letters if _told_as(policy, each) == theme])
        at_once = number > len(PROGRAMME) and chance.randrange(100) < SETTLED_AT_ONCE.get(fate, 0)
        topic = policy.topics[letter.topic]
        end = Step.RECEPTION if at_once else _end(chance, topic, fate)
        turns = unfinished if fate is Fate.OPEN else programme
        turn = Turn.PLAIN if at_once else _next(turns, topic, fate, end)
        district = chance.choices(sample.districts, [each.share for each in sample.districts])[0]
        found.append(
            Story(
                number=number,
                letter=letter,
                text=letter.text.format(village=chance.choice(district.villages)),
                applicant=_applicant(chance, sample, letter, next(numbers)),
                channel=chance.choice(CHANNELS),
                reception=district.reception,
                fate=fate,
                end=end,
                at_once=at_once,
                turn=turn,
            )
        )
    return found


def apportioned(shares: Mapping[Kind, int], count: int) -> list[Kind]:
    """Return *count* names in the proportion of *shares*; the last one gets what rounding leaves."""
    *named, last = shares
    whole = sum(shares.values())
    spread = [name for name in named for _ in range(round(shares[name] * count / whole))][:count]
    return [*spread, *[last] * (count - len(spread))]


def _told_as(policy: Policy, letter: Letter) -> str:
    """Return under which of the published themes the *letter* counts."""
    theme = policy.topics[letter.topic].theme
    return theme if theme in THEMES else "other"


def _end(chance: Random, topic: Topic, fate: Fate) -> Step:
    """Return at which step of its *topic* an appeal is decided."""
    if fate is Fate.OPEN:
        return Step.AGENCY
    likely = {Step.AGENCY: 50, Step.SPECIALIST: 20, Step.SPONSOR: 30}
    if fate is Fate.EXPLAINED:
        likely = {Step.RECEPTION: 30, Step.AGENCY: 50, Step.SPECIALIST: 20}
    possible = [step for step in topic.steps if step in likely]
    return chance.choices(possible, [likely[step] for step in possible])[0]


def _next(programme: deque[Turn], topic: Topic, fate: Fate, end: Step) -> Turn:
    """Return the first turn of the *programme* that suits, and put it to the programme's end."""
    turn = next((each for each in programme if _suits(each, topic, fate, end)), Turn.PLAIN)
    if turn in programme:
        programme.remove(turn)
        programme.append(turn)
    return turn


def _suits(turn: Turn, topic: Topic, fate: Fate, end: Step) -> bool:
    match turn:
        case Turn.PLAIN | Turn.RACED:
            return True
        case Turn.LATE_RECEIPT:
            return fate is Fate.SOLVED and topic.receipt
        case Turn.REOPENED:
            return fate is Fate.SOLVED and end is Step.AGENCY
        case _:
            return end is not Step.RECEPTION


def _applicant(chance: Random, sample: Sample, letter: Letter, iin: str) -> dict[str, Any]:
    woman = chance.random() < 0.7  # noqa: PLR2004 - most who come are mothers
    surname = chance.choice(sample.surnames)
    name = chance.choice(sample.women if woman else sample.men)
    feminine = "а" if woman and surname.endswith(("ов", "ев", "ин")) else ""
    phone = f"+7 700 000 {iin[7:9]} {iin[9:11]}"
    return {
        "name": f"{surname}{feminine} {name}",
        "iin": iin,
        "category": letter.category,
        "contacts": {"phone": phone},
    }


def _shuffled(chance: Random, things: Sequence[Kind]) -> list[Kind]:
    return chance.sample(things, len(things))
