"""The plan: the slice of a policy that one appeal carries from registration to its end."""

from dataclasses import dataclass
from enum import StrEnum

from domain.identity.people import Group, Role
from domain.law.vocabulary import Danger
from domain.policy.escalation import Escalation, EscalationTarget
from domain.worktime.terms import Term


class Step(StrEnum):
    """The steps of the main path, in the order in which an appeal may pass them."""

    RECEPTION = "reception"
    AGENCY = "agency"
    SPECIALIST = "specialist"
    SPONSOR = "sponsor"

    @property
    def position(self) -> int:
        """Return the position of this step on the main path, counted from 0."""
        return list(Step).index(self)


class Specialty(StrEnum):
    """The kind of specialist who is consulted."""

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
    """The schedule of one clock: its budget, warnings at shares of it (percent), ladder and lapse.

    ``lapse`` is counted from the due time; without it a late step stays with its holder.
    """

    budget: Term
    warnings: tuple[int, ...] = ()
    escalation: Escalation | None = None
    lapse_after: Term | None = None

    def escalation_target(self, level: int) -> EscalationTarget:
        """Return the target called on *level*; the operator where there is no ladder."""
        return self.escalation.level(level).target if self.escalation else EscalationTarget.OPERATOR


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step of the main path, or the side tasks: the receiving group and the terms."""

    step: Step
    group: Group
    work: Schedule
    acceptance: Schedule
    lease: Term


@dataclass(frozen=True, slots=True)
class ReceiptPlan:
    """The wait for the receipt of help: the term until a call-back, and the call-back's budget."""

    term: Term
    call_back: Schedule


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits within which people may move the clocks of this appeal."""

    max_information_wait: Term
    max_information_requests: int
    max_hold: Term
    max_extension: Term
    max_extensions: int
    reopening_period: Term
    max_reopenings: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The rules of the policy and the law for one appeal, frozen at registration.

    ``urgent_step`` is the step for crimes and threats to safety, round the clock, and ``danger_groups`` the
    group competent for each danger; ``superiors`` lists the superior of each body that the plan names: one
    that is missing has none. ``body_with_counter`` is the administrative body whose own counter received the
    appeal; every other counter is a public reception.

    The statute clock and the call-back have ladders, so an open appeal always has a running clock.
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
    danger_groups: tuple[tuple[Danger, Group], ...] = ()
    superiors: tuple[tuple[str, Group], ...] = ()
    body_with_counter: str = ""

    def __post_init__(self) -> None:
        last = [self.statute, *([self.receipt.call_back] if self.receipt else [])]
        if not self.steps or any(schedule.escalation is None for schedule in last):
            raise ValueError("a plan has a first step, and ladders on the statute clock and the call-back")

    @property
    def step_names(self) -> str:
        """Return the names of the steps of this appeal's path."""
        return ", ".join(plan.step for plan in self.steps)

    def find_step(self, step: Step) -> StepPlan | None:
        """Return the plan of *step*, or None where this appeal's path has no such step."""
        return next((plan for plan in self.steps if plan.step is step), None)

    def step_after(self, step: Step) -> StepPlan | None:
        """Return the step that follows *step* on this appeal's path, or None."""
        return next((plan for plan in self.steps if plan.step.position > step.position), None)

    def group_for_danger(self, danger: Danger) -> Group:
        """Return the group competent for this *danger*; every danger has one."""
        return dict(self.danger_groups).get(danger, self.fallback)

    def is_public_reception(self, group: Group) -> bool:
        """Return whether *group* is a counter that belongs to no administrative body (АППК 4(1)7)."""
        return group.role is ROLE_OF_STEP[Step.RECEPTION] and group.organisation != self.body_with_counter

    def default_receiver(self, step: Step, specialty: Specialty | None) -> Group | None:
        """Return the group that gets *step* by default: the specialist's group, or the step's own."""
        if step is Step.SPECIALIST and specialty is not None:
            return dict(self.specialists).get(specialty)
        plan = self.find_step(step)
        return plan.group if plan else None
