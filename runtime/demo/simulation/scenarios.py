"""Scenarios: the published figures of a region, scaled down to a number of appeals.

A scenario plans how an appeal should end and which incident happens; the rules decide whether it does.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any, TypeVar

from domain.policy.plan import Step
from domain.policy.policy import Policy, Topic
from runtime.demo.sample import SampleData, SampleLetter, unassigned_iins

PUBLISHED_OUTCOMES = {
    "solved": 2747,
    "explained": 2289,
    "open": 168,
}  # Turkistan region, January to August 2019: 5,204
PUBLISHED_THEMES = {"social-support": 2148, "housing": 1629, "employment": 454, "other": 973}  # of the same
CHANNELS = ("counter", "counter", "website", "call_centre", "messenger", "akimat", "e_government", "email")
DECIDED_AT_COUNTER = {"solved": 70, "explained": 80}  # percent, after the first full rotation of incidents

Key = TypeVar("Key", bound=str)


class PlannedOutcome(StrEnum):
    """The planned outcome of a scenario."""

    SOLVED = "solved"
    EXPLAINED = "explained"
    OPEN = "open"


class Incident(StrEnum):
    """An incident that happens once during a scenario."""

    NONE = "plain"
    CLAIM_RACE = "two employees claim it simultaneously"
    DECLINED = "the agency declines it first"
    HOLDER_ON_LEAVE = "its holder goes on leave"
    ON_HOLD = "it is put on hold for a visit"
    CITIZEN_ANSWERS = "the citizen is asked and answers"
    CITIZEN_SILENT = "the citizen is asked and does not answer"
    SPECIALIST_ASKED = "a specialist is consulted"
    LATE_RECEIPT = "receipt of the help is not confirmed"
    REOPENED = "the citizen requests reopening"
    IGNORED_AT_COUNTER = "the reception ignores it"
    IGNORED_UNTIL_SUPERVISOR = "ignored until the supervisor claims it"
    IGNORED_UNTIL_FALLBACK = "ignored until it reaches the coordination desk"
    IGNORED_BY_ALL = "ignored by all"
    UNFINISHED = "the work on it is not finished"


INCIDENT_ROTATION = (
    *(
        Incident.CITIZEN_ANSWERS,
        Incident.CLAIM_RACE,
        Incident.NONE,
        Incident.DECLINED,
        Incident.IGNORED_UNTIL_SUPERVISOR,
        Incident.NONE,
        Incident.SPECIALIST_ASKED,
    ),
    *(
        Incident.LATE_RECEIPT,
        Incident.HOLDER_ON_LEAVE,
        Incident.NONE,
        Incident.REOPENED,
        Incident.IGNORED_UNTIL_FALLBACK,
        Incident.ON_HOLD,
        Incident.NONE,
    ),
    *(Incident.IGNORED_AT_COUNTER, Incident.CITIZEN_SILENT, Incident.NONE),
)
LEAVES_OPEN = (Incident.IGNORED_BY_ALL, Incident.UNFINISHED)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One planned appeal: its content, the step that decides it, and its incident."""

    number: int
    letter: SampleLetter
    text: str
    applicant: dict[str, Any]
    channel: str
    reception: str
    planned_outcome: PlannedOutcome
    deciding_step: Step
    decided_at_counter: bool
    incident: Incident


def build_scenarios(sample: SampleData, policy: Policy, count: int, seed: int = 1) -> list[Scenario]:
    """Return *count* scenarios in the order of intake."""
    chance = Random(seed)  # noqa: S311 - a simulation, not a secret
    outcomes = _shuffled(chance, [PlannedOutcome(each) for each in apportion(PUBLISHED_OUTCOMES, count)])
    themes = _shuffled(chance, apportion(PUBLISHED_THEMES, count))
    numbers, rotation, unfinished = unassigned_iins(), deque(INCIDENT_ROTATION), deque(LEAVES_OPEN)
    found = []
    for number, (outcome, theme) in enumerate(zip(outcomes, themes, strict=True), start=1):
        letter = chance.choice([each for each in sample.letters if _published_theme(policy, each) == theme])
        at_once = number > len(INCIDENT_ROTATION) and chance.randrange(100) < DECIDED_AT_COUNTER.get(
            outcome, 0
        )
        topic = policy.topics[letter.topic]
        end = Step.RECEPTION if at_once else _deciding_step(chance, topic, outcome)
        incidents = unfinished if outcome is PlannedOutcome.OPEN else rotation
        incident = Incident.NONE if at_once else _next_incident(incidents, topic, outcome, end)
        district = chance.choices(sample.districts, [each.percent for each in sample.districts])[0]
        found.append(
            Scenario(
                number=number,
                letter=letter,
                text=letter.text.format(village=chance.choice(district.villages)),
                applicant=_sample_applicant(chance, sample, letter, next(numbers)),
                channel=chance.choice(CHANNELS),
                reception=district.reception,
                planned_outcome=outcome,
                deciding_step=end,
                decided_at_counter=at_once,
                incident=incident,
            )
        )
    return found


def apportion(shares: Mapping[Key, int], count: int) -> list[Key]:
    """Return *count* names in the proportion of *shares*; the last one gets the rounding remainder."""
    *named, last = shares
    whole = sum(shares.values())
    spread = [name for name in named for _ in range(round(shares[name] * count / whole))][:count]
    return [*spread, *[last] * (count - len(spread))]


def _published_theme(policy: Policy, letter: SampleLetter) -> str:
    """Return the published theme of *letter*."""
    theme = policy.topics[letter.topic].theme
    return theme if theme in PUBLISHED_THEMES else "other"


def _deciding_step(chance: Random, topic: Topic, outcome: PlannedOutcome) -> Step:
    """Return the step that decides an appeal on *topic*."""
    if outcome is PlannedOutcome.OPEN:
        return Step.AGENCY
    likely = {Step.AGENCY: 50, Step.SPECIALIST: 20, Step.SPONSOR: 30}
    if outcome is PlannedOutcome.EXPLAINED:
        likely = {Step.RECEPTION: 30, Step.AGENCY: 50, Step.SPECIALIST: 20}
    possible = [step for step in topic.steps if step in likely]
    return chance.choices(possible, [likely[step] for step in possible])[0]


def _next_incident(rotation: deque[Incident], topic: Topic, outcome: PlannedOutcome, end: Step) -> Incident:
    """Return the first suitable incident of *rotation*, and move it to the end."""
    incident = next((each for each in rotation if _is_suitable(each, topic, outcome, end)), Incident.NONE)
    if incident in rotation:
        rotation.remove(incident)
        rotation.append(incident)
    return incident


def _is_suitable(incident: Incident, topic: Topic, outcome: PlannedOutcome, end: Step) -> bool:
    match incident:
        case Incident.NONE | Incident.CLAIM_RACE:
            return True
        case Incident.LATE_RECEIPT:
            return outcome is PlannedOutcome.SOLVED and topic.awaits_receipt
        case Incident.REOPENED:
            return outcome is PlannedOutcome.SOLVED and end is Step.AGENCY
        case _:
            return end is not Step.RECEPTION


def _sample_applicant(chance: Random, sample: SampleData, letter: SampleLetter, iin: str) -> dict[str, Any]:
    woman = chance.random() < 0.7  # noqa: PLR2004 - most applicants are women
    surname = chance.choice(sample.surnames)
    name = chance.choice(sample.female_names if woman else sample.male_names)
    feminine = "а" if woman and surname.endswith(("ов", "ев", "ин")) else ""
    phone = f"+7 700 000 {iin[7:9]} {iin[9:11]}"
    return {
        "name": f"{surname}{feminine} {name}",
        "iin": iin,
        "category": letter.category,
        "contacts": {"phone": phone},
    }


def _shuffled(chance: Random, things: Sequence[Key]) -> list[Key]:
    return chance.sample(things, len(things))
