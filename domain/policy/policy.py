"""The policy: competent bodies, terms and escalation. See docs/policy.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from domain.country.regions import KATO_DIGITS, REGION_DIGITS, is_kato
from domain.country.titles import Titles
from domain.errors import UnknownOrganisation, UnknownReception, UnknownRegion, UnknownTopic
from domain.identity.people import Group, Role
from domain.law.applicable_law import LegalTerm
from domain.law.vocabulary import Danger
from domain.policy.calls import DEFAULT_CALLS, CallRule
from domain.policy.plan import ROLE_OF_STEP, Limits, ReceiptPlan, Schedule, Specialty, Step
from domain.policy.topic_fields import TopicField
from domain.worktime.terms import Term

NATIONWIDE = ""


@dataclass(frozen=True, slots=True)
class Region:
    """One oblast or city of republican significance; all KATO codes in it begin with its id."""

    id: str
    titles: Titles

    @property
    def kato(self) -> str:
        """Return the region's own KATO code."""
        return self.id.ljust(KATO_DIGITS, "0")


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that works on appeals: its kind, its region and the roles of its people."""

    id: str
    kind: str
    region: str  # id of the region, or NATIONWIDE
    titles: Titles
    roles: tuple[Role, ...]
    superior: str = ""  # the body that decides on a complaint against it; empty where there is none
    external: bool = False  # works outside the system: it is written to, and has no people here

    def has_role(self, role: Role) -> bool:
        """Return whether people of this *role* work in the organisation."""
        return role in self.roles

    @property
    def is_administrative_body(self) -> bool:
        """Return whether the organisation decides on appeals: it has officers, and not a counter alone."""
        return self.has_role(ROLE_OF_STEP[Step.AGENCY])


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of topics, for search and for reports."""

    id: str
    titles: Titles


@dataclass(frozen=True, slots=True)
class Topic:
    """The subject of an appeal, which determines its path.

    ``competent`` and ``sponsor`` name an organisation, or a kind of organisation that every region has.
    The first of ``specialists`` gets the step when the referral names none.
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
    fields: tuple[TopicField, ...] = ()


@dataclass(frozen=True, slots=True)
class StepRule:
    """The terms of a step, whichever group gets it: completion, acceptance and lease."""

    work: Schedule
    acceptance: Schedule
    lease: Term


@dataclass(frozen=True, slots=True)
class UrgentRule:
    """The terms for dangers, round the clock, and the body competent for each danger."""

    rule: StepRule
    competent: Mapping[Danger, str]


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one version of a policy, from which the plan of each appeal is sliced."""

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
    law: str = ""  # the country whose rulebooks apply to appeals; empty where none do
    urgent: UrgentRule | None = None
    own_rules: tuple[LegalTerm, ...] = ()
    calls: tuple[CallRule, ...] = DEFAULT_CALLS

    @property
    def versioned_name(self) -> str:
        """Return the name and version recorded in every plan of this policy."""
        return f"{self.name}-{self.version}"

    def region(self, code: str) -> Region:
        """Return the region that contains *code*: a region's two digits, or nine digits of KATO."""
        known = self.regions.get(code[:REGION_DIGITS])
        if known is None or not is_kato(code):
            raise UnknownRegion(region=code, near=", ".join(self.regions))
        return known

    def topic(self, name: str) -> Topic:
        """Return the topic called *name*; raises UnknownTopic."""
        if name not in self.topics:
            raise UnknownTopic(topic=name)
        return self.topics[name]

    def reception(self, name: str) -> Organisation:
        """Return the organisation that receives appeals as *name*; raises UnknownReception."""
        found = self.organisations.get(name)
        if found is None or not found.has_role(Role.CLERK):
            raise UnknownReception(reception=name)
        return found

    def organisation(self, name: str) -> Organisation:
        """Return the organisation called *name*; raises UnknownOrganisation."""
        if name not in self.organisations:
            raise UnknownOrganisation(organisation=name)
        return self.organisations[name]

    def group_for_role(self, name: str, role: Role, field: str) -> Group:
        """Return the group of this *role* in the organisation that *field* names, or refuse."""
        known = self.organisations.get(name)
        if known is None or not known.has_role(role) or role not in ROLE_OF_STEP.values():
            raise UnknownOrganisation(organisation=name, role=role, field=field)
        return Group(name, role)


def with_imported(
    policy: Policy, organisations: Iterable[Organisation] = (), topics: Iterable[Topic] = ()
) -> Policy:
    """Return *policy* with the imported entries added; entries of the policy itself take precedence."""
    return replace(
        policy,
        organisations={**{each.id: each for each in organisations}, **policy.organisations},
        topics={**{each.id: each for each in topics}, **policy.topics},
    )
