"""Consistency checks between the parts of a policy, each with the path of the error."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pydantic import BaseModel

from domain.identity.people import Role
from domain.policy.calls import CallThreshold
from domain.policy.escalation import EscalationTarget
from domain.policy.plan import ROLE_OF_STEP, Step
from domain.policy.policy import NATIONWIDE, Organisation
from domain.policy.topic_fields import FieldType
from domain.worktime.terms import Term, Unit
from domain.worktime.working_calendar import UNIT_LENGTHS, Calendar
from loaders.policy.clocks import EscalationLevelShape, EscalationShape, ScheduleShape
from loaders.policy.lawful_terms import check_lawful_terms
from loaders.policy.shape import EVERY_REGION, REGION_PLACEHOLDER, PolicyDraft, TopicShape
from loaders.toml.form import Violation, duplicate_ids, valid_items
from loaders.toml.lines import Path

RECEPTION_KIND = "reception"


@dataclass(frozen=True)
class PolicyChecks:
    """The checks of one draft. ``cut`` names sections that are too broken to be checked."""

    draft: PolicyDraft
    broken_sections: frozenset[str]
    calendar: Calendar | None

    def violations(self) -> Iterator[Violation]:
        """Yield all errors."""
        yield from self._check_calendar()
        yield from self._check_escalations()
        yield from check_lawful_terms(self.draft)
        yield from self._check_calls()
        yield from self._check_duplicates()
        yield from self._check_regions_of_organisations()
        for at, topic in valid_items("topics", self.draft.topics):
            yield from self._check_topic(at, topic)
        if not self.broken_sections & {"regions", "organisations"}:
            yield from self._check_competences()
            yield from self._check_superiors()

    def _check_calendar(self) -> Iterator[Violation]:
        if self.draft.calendar is not None and self.calendar is None:
            yield ("calendar",), f"there is no calendar {self.draft.calendar}; write the version of one"
        if self.calendar is not None and "regions" not in self.broken_sections:
            known = self._known_regions()
            for region in sorted({each.region for each in self.calendar.regional_days_off} - {*known}):
                message = f"it has days off of region {region}, which is none; there are {_joined(known)}"
                yield ("calendar",), message
        if self.calendar is None or self.calendar.always_open:
            return
        for at, part in _nested_shapes((), self.draft):
            if isinstance(part, Term) and part.unit is Unit.SECONDS:
                yield at, f"{part} is in seconds: only an always-open calendar counts them"

    def _check_escalations(self) -> Iterator[Violation]:
        known = self.draft.ladders
        if known is None:
            return
        for name, ladder in known.items():
            yield from _check_levels(("ladders", name, "levels"), ladder.levels if ladder else [])
        for at, part in _nested_shapes((), self.draft):
            if isinstance(part, ScheduleShape) and part.ladder not in known:
                yield (*at, "ladder"), f"there is no ladder {part.ladder}; there are {_joined(known)}"
        yield from self._check_urgent_terms(known)

    def _check_urgent_terms(self, ladders: Mapping[str, EscalationShape | None]) -> Iterator[Violation]:
        """Yield the terms of the urgent lane that are not round the clock."""
        lane = list(_nested_shapes(("urgent",), self.draft.urgent))
        climbed = {part.ladder for _, part in lane if isinstance(part, ScheduleShape)}
        for name in climbed & ladders.keys():
            lane += _nested_shapes(("ladders", name), ladders[name])
        for at, part in lane:
            if isinstance(part, Term) and part.unit not in UNIT_LENGTHS:
                yield at, f"{part}: terms of the urgent lane are in wm or wh and count round the clock"

    def _check_calls(self) -> Iterator[Violation]:
        for at, call in valid_items("calls", self.draft.calls):
            if (call.at is CallThreshold.LEVEL) == bool(call.to):
                yield (*at, "to"), "a level calls its own target, every other threshold those named here"

    def _check_duplicates(self) -> Iterator[Violation]:
        for name in ("regions", "themes", "topics"):
            yield from duplicate_ids(
                [((*at, "id"), each.id) for at, each in valid_items(name, getattr(self.draft, name))]
            )
        yield from duplicate_ids([((*at, "id"), each.id) for at, each in self._known_organisations()])

    def _check_regions_of_organisations(self) -> Iterator[Violation]:
        known = self._known_regions()
        for at, each in valid_items("organisations", self.draft.organisations):
            if each.region == EVERY_REGION and REGION_PLACEHOLDER not in each.id:
                yield (
                    (*at, "id"),
                    f"{each.id} is one in each region, so its id must hold {REGION_PLACEHOLDER}",
                )
            if each.region != EVERY_REGION and REGION_PLACEHOLDER in each.id:
                message = (
                    f"{REGION_PLACEHOLDER} is only allowed in the id of an organisation of each region: "
                )
                yield (*at, "id"), f"{message}region = '{EVERY_REGION}'"
            if "regions" not in self.broken_sections and each.region not in {
                *known,
                NATIONWIDE,
                EVERY_REGION,
            }:
                yield (*at, "region"), f"there is no region {each.region}; there are {_joined(known)}"

    def _check_superiors(self) -> Iterator[Violation]:
        known = {each.id: each for _, each in self._known_organisations()}
        for at, each in self._known_organisations():
            above = known.get(each.superior)
            if each.superior and above is None:
                yield (*at, "superior"), f"there is no organisation {each.superior}"
            elif above is not None and not above.has_role(ROLE_OF_STEP[Step.AGENCY]):
                yield (
                    (*at, "superior"),
                    f"{above.id} lacks the role: add {ROLE_OF_STEP[Step.AGENCY]} to its roles",
                )
            elif above is not None and each.id in (above.id, above.superior):
                yield (
                    (*at, "superior"),
                    f"{above.id} cannot be the superior of {each.id}, which is its superior",
                )

    def _check_topic(self, at: Path, topic: TopicShape) -> Iterator[Violation]:
        themes = [theme.id for _, theme in valid_items("themes", self.draft.themes)]
        if "themes" not in self.broken_sections and topic.theme not in themes:
            yield (*at, "theme"), f"there is no theme {topic.theme}; there are {_joined(themes)}"
        if topic.receipt and self.draft.receipt is None and "receipt" not in self.broken_sections:
            yield (*at, "receipt"), "to wait for the help the policy needs a section [receipt]"
        if Step.SPECIALIST in topic.steps and not topic.specialists:
            yield (*at, "specialists"), "a path with a specialist needs at least one"
        for step in topic.budgets:
            if step not in topic.steps:
                yield (*at, "budgets", step), f"{step} is not on this topic's path: {_joined(topic.steps)}"
        yield from _check_fields((*at, "fields"), topic)
        last = topic.steps[-1]
        rule = (self.draft.steps or {}).get(last)
        if rule is not None and rule.lapse is not None:
            yield (*at, "steps"), f"the path ends with {last}, which lapses: no step follows to lapse to"

    def _check_competences(self) -> Iterator[Violation]:
        draft = self.draft
        named: list[tuple[Path, str | None, Role]] = [
            (("fallback",), draft.fallback, ROLE_OF_STEP[Step.AGENCY]),
            (("sponsor",), draft.sponsor, ROLE_OF_STEP[Step.SPONSOR]),
            (("organisations",), RECEPTION_KIND, ROLE_OF_STEP[Step.RECEPTION]),
        ]
        for danger, body in (draft.urgent.competent if draft.urgent else {}).items():
            named.append((("urgent", "competent", danger), body, ROLE_OF_STEP[Step.AGENCY]))
        for specialty, name in (draft.specialists or {}).items():
            named.append((("specialists", specialty), name, ROLE_OF_STEP[Step.SPECIALIST]))
        for at, topic in valid_items("topics", draft.topics):
            named.append(((*at, "competent"), topic.competent, ROLE_OF_STEP[Step.AGENCY]))
            named.append(((*at, "sponsor"), topic.sponsor, ROLE_OF_STEP[Step.SPONSOR]))
        everyone = [each for _, each in self._known_organisations()]
        for at, name, role in named:
            if name is not None and (wrong := self._why_incompetent(name, role, everyone)):
                yield at, wrong

    def _why_incompetent(self, name: str, role: Role, everyone: Sequence[Organisation]) -> str | None:
        """Return why *name* cannot work as *role* for every region, or None."""
        meant = [each for each in everyone if each.id == name] or [
            each for each in everyone if each.kind == name
        ]
        if not meant:
            kinds = sorted({each.kind for each in everyone})
            return f"there is no organisation {name}, nor a kind of that name; there are {_joined(kinds)}"
        served = {each.region for each in meant if each.has_role(role)}
        if not served:
            return f"{name} lacks the role: add {role} to its roles"
        unserved = [region for region in self._known_regions() if region not in served]
        if unserved and NATIONWIDE not in served:
            return (
                f"no {name} with the role {role} in region {_joined(unserved)}, nor one for the whole country"
            )
        if name == self.draft.fallback != meant[0].id:
            return f"{name} is a kind: the fallback queue is one organisation"
        return None

    def _known_regions(self) -> list[str]:
        return [region.id for _, region in valid_items("regions", self.draft.regions)]

    def _known_organisations(self) -> Iterator[tuple[Path, Organisation]]:
        regions = [each.region() for _, each in valid_items("regions", self.draft.regions)]
        for at, each in valid_items("organisations", self.draft.organisations):
            for organisation in each.organisations(regions):
                yield at, organisation


def _check_levels(at: Path, levels: Sequence[EscalationLevelShape]) -> Iterator[Violation]:
    ranks = list(EscalationTarget)
    for number, (lower, higher) in enumerate(pairwise(levels), 1):
        here = (*at, number)
        if lower.after.amount and lower.after.unit is not higher.after.unit:
            yield (*here, "after"), f"{higher.after} must be in {lower.after.unit}, as the levels before it"
        elif lower.after.amount >= higher.after.amount:
            yield (*here, "after"), f"{higher.after} must be later than {lower.after}, the level before it"
        if ranks.index(lower.to) >= ranks.index(higher.to):
            yield (*here, "to"), f"{higher.to} must be higher than {lower.to}; the order is {_joined(ranks)}"
    if levels and levels[-1].to is not EscalationTarget.OPERATOR:
        yield (
            (*at, len(levels) - 1, "to"),
            f"the last level must call the {EscalationTarget.OPERATOR}, not the {levels[-1].to}",
        )


def _nested_shapes(at: Path, part: object) -> Iterator[tuple[Path, object]]:
    """Yield *part* and all its nested parts."""
    yield at, part
    match part:
        case BaseModel():
            inner: Iterable[tuple[str | int, object]] = part
        case dict():
            inner = part.items()
        case list():
            inner = enumerate(part)
        case _:
            return
    for key, each in inner:
        yield from _nested_shapes((*at, key), each)


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names)


def _check_fields(at: Path, topic: TopicShape) -> Iterator[Violation]:
    """Yield the fields and choices of *topic* that are there twice, and choices where they do not belong."""
    yield from duplicate_ids([((*at, place, "id"), each.id) for place, each in enumerate(topic.fields)])
    for place, each in enumerate(topic.fields):
        if (each.type is FieldType.CHOICE) != bool(each.choices):
            yield (*at, place, "choices"), "a choice, and no field of another type, has choices"
        values = ((*at, place, "choices", number, "id") for number in range(len(each.choices)))
        yield from duplicate_ids(list(zip(values, (choice.id for choice in each.choices), strict=True)))
