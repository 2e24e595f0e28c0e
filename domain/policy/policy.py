"""The policy: who is competent for what, by when, and whom a silence is shown to. See docs/policy.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from domain.errors import UnknownOrganisation, UnknownReception, UnknownRegion, UnknownTopic
from domain.identity.people import Group, Role
from domain.law.vocabulary import Danger
from domain.policy.plan import ROLE_OF_STEP, Limits, ReceiptPlan, Schedule, Specialty, Step
from domain.text.titles import Titles
from domain.worktime.terms import Term

KATO_DIGITS = 9
REGION_DIGITS = 2
NATIONWIDE = ""


def is_kato(code: str) -> bool:
    """Tell whether *code* is written as KATO writes a region, or any place in one."""
    return code.isascii() and code.isdigit() and len(code) in (REGION_DIGITS, KATO_DIGITS)


@dataclass(frozen=True, slots=True)
class Region:
    """One oblast or city of republican significance. Its id is how all KATO codes in it begin."""

    id: str
    titles: Titles

    @property
    def kato(self) -> str:
        """Return the region's own code in the classifier of administrative objects."""
        return self.id.ljust(KATO_DIGITS, "0")


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who works on appeals: its kind says what for, its region where, its roles with whom."""

    id: str
    kind: str
    region: str  # id of the region, or NATIONWIDE
    titles: Titles
    roles: tuple[Role, ...]
    superior: str = ""  # who decides on a complaint against it; nobody in particular where it is empty

    def has_role(self, role: Role) -> bool:
        """Tell whether people of this *role* work here."""
        return role in self.roles


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of topics, as people look for them and as reports count them."""

    id: str
    titles: Titles


@dataclass(frozen=True, slots=True)
class Topic:
    """What an appeal is about, and so which way it goes.

    ``competent`` and ``sponsor`` name an organisation, or a kind of which every region has one.
    The first of ``specialists`` gets the step when nobody says which one is asked.
    """

    id: str
    theme: str
    titles: Titles
    competent: str
    steps: tuple[Step, ...] = (Step.RECEPTION, Step.AGENCY)
    specialists: tuple[Specialty, ...] = tuple(Specialty)
    sponsor: str = ""
    awaits_receipt: bool = False
    budgets: Mapping[Step, Term] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StepRule:
    """By when a step is done, accepted and shown sign of life, whoever gets it."""

    work: Schedule
    acceptance: Schedule
    lease: Term


@dataclass(frozen=True, slots=True)
class UrgentRule:
    """By when a danger is taken in hand and dealt with, round the clock, and who is competent for which."""

    rule: StepRule
    competent: Mapping[Danger, str]


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules that one version of a policy makes. An appeal carries its slice of it: a Plan."""

    name: str
    version: str
    calendar: str
    statute: Schedule
    steps: Mapping[Step, StepRule]
    side_task: StepRule
    receipt: ReceiptPlan | None
    limits: Limits
    fallback: Group
    specialists: Mapping[Specialty, str]
    sponsor: str
    regions: Mapping[str, Region]
    themes: Mapping[str, Theme]
    organisations: Mapping[str, Organisation]
    topics: Mapping[str, Topic]
    law: str = ""  # the country whose rulebooks appeals run by; none where it is empty
    urgent: UrgentRule | None = None

    @property
    def versioned_name(self) -> str:
        """Return the name and version that every plan of this policy carries."""
        return f"{self.name}-{self.version}"

    def region(self, code: str) -> Region:
        """Return the region in which *code* lies: a region's two digits, or any nine of KATO."""
        known = self.regions.get(code[:REGION_DIGITS])
        if known is None or not is_kato(code):
            raise UnknownRegion(region=code)
        return known

    def topic(self, name: str) -> Topic:
        """Return the topic of this name, or refuse."""
        if name not in self.topics:
            raise UnknownTopic(topic=name)
        return self.topics[name]

    def reception(self, name: str) -> Organisation:
        """Return the organisation that takes appeals in under this name, or refuse."""
        found = self.organisations.get(name)
        if found is None or not found.has_role(Role.CLERK):
            raise UnknownReception(reception=name)
        return found

    def organisation(self, name: str) -> Organisation:
        """Return the organisation of this name, or refuse."""
        if name not in self.organisations:
            raise UnknownOrganisation(organisation=name)
        return self.organisations[name]

    def group_for_role(self, name: str, role: Role, field: str) -> Group:
        """Return who does the work of this *role* in the organisation that a *field* names, or refuse."""
        known = self.organisations.get(name)
        if known is None or not known.has_role(role) or role not in ROLE_OF_STEP.values():
            raise UnknownOrganisation(organisation=name, role=role, field=field)
        return Group(name, role)


def with_imported(
    policy: Policy, organisations: Iterable[Organisation] = (), topics: Iterable[Topic] = ()
) -> Policy:
    """Return *policy* with what an import has added. What the policy says itself stays as it is."""
    return replace(
        policy,
        organisations={**{each.id: each for each in organisations}, **policy.organisations},
        topics={**{each.id: each for each in topics}, **policy.topics},
    )
