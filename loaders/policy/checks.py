"""What a policy's parts must be to each other: every check, each with the path of what is wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pydantic import BaseModel

from domain.identity.people import Role
from domain.policy.escalation import Rank
from domain.policy.plan import WORKER_OF, Step
from domain.policy.policy import NATIONWIDE, Organisation
from domain.worktime.terms import Term, Unit
from domain.worktime.working_calendar import LENGTHS, Calendar
from loaders.policy.clocks import LadderShape, LevelShape, ScheduleShape
from loaders.policy.shape import EACH_REGION, PLACE, Draft, TopicShape
from loaders.toml.form import Fault, present, repeated
from loaders.toml.lines import Path

RECEPTION_KIND = "reception"


@dataclass(frozen=True)
class Checks:
    """One look at a draft. ``cut`` names the sections of which something is too broken to be seen."""

    draft: Draft
    cut: frozenset[str]
    calendar: Calendar | None

    def faults(self) -> Iterator[Fault]:
        """Yield all that is wrong."""
        yield from self._calendar()
        yield from self._ladders()
        yield from self._duplicates()
        yield from self._places()
        for at, topic in present("topics", self.draft.topics):
            yield from self._topic(at, topic)
        if not self.cut & {"regions", "organisations"}:
            yield from self._competences()
            yield from self._superiors()

    def _calendar(self) -> Iterator[Fault]:
        if self.draft.calendar is not None and self.calendar is None:
            yield ("calendar",), f"there is no calendar {self.draft.calendar}; write the version of one"
        if self.calendar is not None and "regions" not in self.cut:
            known = self._regions()
            for region in sorted({each.region for each in self.calendar.regional} - {*known}):
                said = f"it has days off of region {region}, which is none; there are {_list(known)}"
                yield ("calendar",), said
        if self.calendar is None or self.calendar.always_open:
            return
        for at, part in _parts((), self.draft):
            if isinstance(part, Term) and part.unit is Unit.SECONDS:
                yield at, f"{part} is in seconds: only an always-open calendar counts them"

    def _ladders(self) -> Iterator[Fault]:
        known = self.draft.ladders
        if known is None:
            return
        for name, ladder in known.items():
            yield from _rungs(("ladders", name, "levels"), ladder.levels if ladder else [])
        for at, part in _parts((), self.draft):
            if isinstance(part, ScheduleShape) and part.ladder not in known:
                yield (*at, "ladder"), f"there is no ladder {part.ladder}; there are {_list(known)}"
        yield from self._urgent(known)

    def _urgent(self, ladders: Mapping[str, LadderShape | None]) -> Iterator[Fault]:
        """Yield the terms of the urgent lane that would wait for a day."""
        lane = list(_parts(("urgent",), self.draft.urgent))
        climbed = {part.ladder for _, part in lane if isinstance(part, ScheduleShape)}
        for name in climbed & ladders.keys():
            lane += _parts(("ladders", name), ladders[name])
        for at, part in lane:
            if isinstance(part, Term) and part.unit not in LENGTHS:
                yield at, f"{part}: what cannot wait for a day is in wm or wh, and goes on round the clock"

    def _duplicates(self) -> Iterator[Fault]:
        for name in ("regions", "themes", "topics"):
            yield from repeated(
                [((*at, "id"), each.id) for at, each in present(name, getattr(self.draft, name))]
            )
        yield from repeated([((*at, "id"), each.id) for at, each in self._organisations()])

    def _places(self) -> Iterator[Fault]:
        known = self._regions()
        for at, each in present("organisations", self.draft.organisations):
            if each.region == EACH_REGION and PLACE not in each.id:
                yield (*at, "id"), f"{each.id} is one in each region, so its id must hold {PLACE}"
            if each.region != EACH_REGION and PLACE in each.id:
                yield (
                    (*at, "id"),
                    f"{PLACE} stands only in the id of one in each region: region = '{EACH_REGION}'",
                )
            if "regions" not in self.cut and each.region not in {*known, NATIONWIDE, EACH_REGION}:
                yield (*at, "region"), f"there is no region {each.region}; there are {_list(known)}"

    def _superiors(self) -> Iterator[Fault]:
        known = {each.id: each for _, each in self._organisations()}
        for at, each in self._organisations():
            above = known.get(each.superior)
            if each.superior and above is None:
                yield (*at, "superior"), f"there is no organisation {each.superior}"
            elif above is not None and not above.staffs(WORKER_OF[Step.AGENCY]):
                yield (
                    (*at, "superior"),
                    f"{above.id} has nobody for it: add {WORKER_OF[Step.AGENCY]} to its roles",
                )
            elif above is not None and each.id in (above.id, above.superior):
                yield (*at, "superior"), f"{above.id} cannot stand above {each.id}, which stands above it"

    def _topic(self, at: Path, topic: TopicShape) -> Iterator[Fault]:
        themes = [theme.id for _, theme in present("themes", self.draft.themes)]
        if "themes" not in self.cut and topic.theme not in themes:
            yield (*at, "theme"), f"there is no theme {topic.theme}; there are {_list(themes)}"
        if topic.receipt and self.draft.receipt is None and "receipt" not in self.cut:
            yield (*at, "receipt"), "to wait for the help the policy needs a section [receipt]"
        if Step.SPECIALIST in topic.steps and not topic.specialists:
            yield (*at, "specialists"), "a path with a specialist needs at least one"
        for step in topic.budgets:
            if step not in topic.steps:
                yield (*at, "budgets", step), f"{step} is not on this topic's path: {_list(topic.steps)}"
        last = topic.steps[-1]
        rule = (self.draft.steps or {}).get(last)
        if rule is not None and rule.lapse is not None:
            yield (*at, "steps"), f"the path ends with {last}, which lapses: no step follows to lapse to"

    def _competences(self) -> Iterator[Fault]:
        draft = self.draft
        named: list[tuple[Path, str | None, Role]] = [
            (("fallback",), draft.fallback, WORKER_OF[Step.AGENCY]),
            (("sponsor",), draft.sponsor, WORKER_OF[Step.SPONSOR]),
            (("organisations",), RECEPTION_KIND, WORKER_OF[Step.RECEPTION]),
        ]
        for danger, body in (draft.urgent.competent if draft.urgent else {}).items():
            named.append((("urgent", "competent", danger), body, WORKER_OF[Step.AGENCY]))
        for specialty, name in (draft.specialists or {}).items():
            named.append((("specialists", specialty), name, WORKER_OF[Step.SPECIALIST]))
        for at, topic in present("topics", draft.topics):
            named.append(((*at, "competent"), topic.competent, WORKER_OF[Step.AGENCY]))
            named.append(((*at, "sponsor"), topic.sponsor, WORKER_OF[Step.SPONSOR]))
        everyone = [each for _, each in self._organisations()]
        for at, name, role in named:
            if name is not None and (wrong := self._incompetent(name, role, everyone)):
                yield at, wrong

    def _incompetent(self, name: str, role: Role, everyone: Sequence[Organisation]) -> str | None:
        """Return why *name* cannot do the work of *role* for every region, or None."""
        meant = [each for each in everyone if each.id == name] or [
            each for each in everyone if each.kind == name
        ]
        if not meant:
            kinds = sorted({each.kind for each in everyone})
            return f"there is no organisation {name}, nor a kind of that name; there are {_list(kinds)}"
        served = {each.region for each in meant if each.staffs(role)}
        if not served:
            return f"{name} has nobody for it: add {role} to its roles"
        unserved = [region for region in self._regions() if region not in served]
        if unserved and NATIONWIDE not in served:
            return (
                f"no {name} with the role {role} in region {_list(unserved)}, nor one for the whole country"
            )
        if name == self.draft.fallback != meant[0].id:
            return f"{name} is a kind: the queue that gets what nobody takes is one organisation"
        return None

    def _regions(self) -> list[str]:
        return [region.id for _, region in present("regions", self.draft.regions)]

    def _organisations(self) -> Iterator[tuple[Path, Organisation]]:
        regions = [each.region() for _, each in present("regions", self.draft.regions)]
        for at, each in present("organisations", self.draft.organisations):
            for organisation in each.organisations(regions):
                yield at, organisation


def _rungs(at: Path, levels: Sequence[LevelShape]) -> Iterator[Fault]:
    ranks = list(Rank)
    for number, (lower, higher) in enumerate(pairwise(levels), 1):
        here = (*at, number)
        if lower.after.amount and lower.after.unit is not higher.after.unit:
            yield (*here, "after"), f"{higher.after} must be in {lower.after.unit}, as the levels before it"
        elif lower.after.amount >= higher.after.amount:
            yield (*here, "after"), f"{higher.after} must be later than {lower.after}, the level before it"
        if ranks.index(lower.to) >= ranks.index(higher.to):
            yield (*here, "to"), f"{higher.to} must stand above {lower.to}; the order is {_list(ranks)}"
    if levels and levels[-1].to is not Rank.OPERATOR:
        yield (
            (*at, len(levels) - 1, "to"),
            f"the last level must call the {Rank.OPERATOR}, not the {levels[-1].to}",
        )


def _parts(at: Path, part: object) -> Iterator[tuple[Path, object]]:
    """Yield *part* and all it is made of."""
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
        yield from _parts((*at, key), each)


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
