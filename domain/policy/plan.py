"""The slice of a policy that one appeal carries with it from registration to its end."""

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.identity.people import Group, Role
from domain.law.vocabulary import Danger
from domain.policy.escalation import Escalation, EscalationTarget
from domain.worktime.terms import Term


class Step(StrEnum):
    """The rooms of the main path, in the order an appeal may go through them."""

    RECEPTION = "reception"
    AGENCY = "agency"
    SPECIALIST = "specialist"
    SPONSOR = "sponsor"

    @property
    def position(self) -> int:
        """Return how far along the main path this step stands, from 0."""
        return list(Step).index(self)


class Specialty(StrEnum):
    """What kind of specialist is asked."""

    LAWYER = "lawyer"
    PSYCHOLOGIST = "psychologist"
    OTHER = "other"


ROLE_OF_STEP = {
    Step.RECEPTION: Role.CLERK,
    Step.AGENCY: Role.OFFICER,
    Step.SPECIALIST: Role.SPECIALIST,
    Step.SPONSOR: Role.SPONSOR,
}
ASSISTING_STEPS = frozenset(
    {Step.SPECIALIST, Step.SPONSOR}
)  # for the body that asked them; they have no power


@dataclass(frozen=True, slots=True)
class Schedule:
    """What one clock says and when: its budget, warnings at a share of it (percent), ladder, lapse.

    ``lapse`` is counted from the due time; without it a late step stays where it is.
    """

    budget: Term
    warnings: tuple[int, ...] = ()
    escalation: Escalation | None = None
    lapse_after: Term | None = None

    def escalation_target(self, level: int) -> EscalationTarget:
        """Return who is called on *level*; where there is no ladder, the operator."""
        return self.escalation.level(level).target if self.escalation else EscalationTarget.OPERATOR


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step of the main path, or the side tasks: who gets it and by when."""

    step: Step
    group: Group
    work: Schedule
    acceptance: Schedule
    lease: Term


@dataclass(frozen=True, slots=True)
class ReceiptPlan:
    """The wait until the help has arrived: how long before a call-back, and its budget."""

    term: Term
    call_back: Schedule


@dataclass(frozen=True, slots=True)
class Limits:
    """How far people may move the clocks of this appeal."""

    max_information_wait: Term
    max_information_requests: int
    max_hold: Term
    max_extension: Term
    max_extensions: int
    reopening_period: Term
    max_reopenings: int


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the policy and the law say about one appeal. Frozen at registration, so rules never move.

    ``urgent`` is the lane of crimes and threats to safety, round the clock, and ``urgent_bodies`` who is
    competent for each; ``superior`` is who decides on a complaint against the body that has the appeal now,
    and ``superiors`` who stands above each body known here: above one that is not named nobody does.

    The statute clock and the call-back have ladders, so that some clock of an open appeal always runs.
    """

    policy: str
    statute: Schedule
    steps: tuple[StepPlan, ...]
    side_task: StepPlan
    specialists: tuple[tuple[Specialty, Group], ...]
    fallback: Group
    limits: Limits
    receipt: ReceiptPlan | None = None
    urgent_step: StepPlan | None = None
    superior: Group | None = None
    danger_groups: tuple[tuple[Danger, Group], ...] = ()
    superiors: tuple[tuple[str, Group], ...] | None = None

    def __post_init__(self) -> None:
        last = [self.statute, *([self.receipt.call_back] if self.receipt else [])]
        if not self.steps or any(schedule.escalation is None for schedule in last):
            raise ValueError("a plan has a first step, and ladders where nothing else would speak")

    def find_step(self, step: Step) -> StepPlan | None:
        """Return the plan of *step*, or None where this appeal's path has no such step."""
        return next((plan for plan in self.steps if plan.step is step), None)

    def step_after(self, step: Step) -> StepPlan | None:
        """Return the step that follows *step* on this appeal's path."""
        return next((plan for plan in self.steps if plan.step.position > step.position), None)

    def with_superior(self, organisation: str, superior: Group | None) -> "Plan":
        """Return the plan that knows who stands above this *organisation*, if anybody does."""
        if self.superiors is None or superior is None:
            return self
        others = (each for each in self.superiors if each[0] != organisation)
        return replace(self, superiors=(*others, (organisation, superior)))

    def for_considering_body(self, organisation: str) -> "Plan":
        """Return the plan of an appeal that this *organisation* has now. One of before stays as it was."""
        if self.superiors is None:
            return self
        return replace(self, superior=dict(self.superiors).get(organisation))

    def group_for_danger(self, danger: Danger) -> Group:
        """Return who deals with this *danger*: somebody always does."""
        return dict(self.danger_groups).get(danger, self.fallback)

    def default_receiver(self, step: Step, specialty: Specialty | None) -> Group | None:
        """Return who gets *step* when nobody is named: the specialist's group, or the step's own."""
        if step is Step.SPECIALIST and specialty is not None:
            return dict(self.specialists).get(specialty)
        plan = self.find_step(step)
        return plan.group if plan else None
