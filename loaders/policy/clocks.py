"""The shape of the clocks in a policy's file: ladders, schedules, what runs by them."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from domain.law.vocabulary import Danger
from domain.policy.escalation import Escalation, EscalationLevel, EscalationTarget
from domain.policy.plan import ReceiptPlan, Schedule
from domain.policy.policy import StepRule, UrgentRule
from domain.worktime.terms import Term
from loaders.policy.values import (
    DangerName,
    Offset,
    PositiveTerm,
    RankName,
    Slug,
    check_complete,
    check_rising_percentages,
)
from loaders.toml.form import STRICT_CONFIG


class Shape(BaseModel):
    """A part of the file."""

    model_config = STRICT_CONFIG


class EscalationLevelShape(Shape):
    """One level of a ladder."""

    after: Offset = Field(description="a term counted from the due time, as in 0wh")
    to: RankName = Field(description=f"one of {', '.join(EscalationTarget)}")


class EscalationShape(Shape):
    """Whom a silence is shown to, level by level."""

    levels: list[EscalationLevelShape] = Field(
        min_length=1, description='levels as in { after = "0wh", to = "holder" }'
    )
    repeat: PositiveTerm = Field(description="a term of at least one unit, as in 1wd")

    def escalation(self) -> Escalation:
        """Return the ladder."""
        return Escalation(tuple(EscalationLevel(level.after, level.to) for level in self.levels), self.repeat)


class ScheduleShape(Shape):
    """What one clock says and when."""

    budget: PositiveTerm = Field(description="a term of at least one unit, as in 5wd")
    warnings: Annotated[list[int], AfterValidator(check_rising_percentages)] = Field(
        default=[], description="percents of the budget, as in [50, 75]"
    )
    ladder: str = Field(description="the name of one of the [ladders]")

    def schedule(self, ladders: dict[str, Escalation], lapse: Term | None = None) -> Schedule:
        """Return the schedule, its ladder looked up."""
        return Schedule(self.budget, tuple(self.warnings), ladders[self.ladder], lapse)


class TaskClocksShape(ScheduleShape):
    """By when a task is done, accepted and shown sign of life. A side task lapses to nobody."""

    acceptance: ScheduleShape = Field(description="budget, warnings and ladder of an untouched task")
    lease: PositiveTerm = Field(description="a term of at least one unit, as in 2wd")

    def rule(self, ladders: dict[str, Escalation], lapse: Term | None = None) -> StepRule:
        """Return the rule, its ladders looked up."""
        return StepRule(self.schedule(ladders, lapse), self.acceptance.schedule(ladders), self.lease)


class StepClocksShape(TaskClocksShape):
    """One step of the main path."""

    lapse: Offset | None = Field(default=None, description="a term counted from the due time, as in 3wd")


class UrgentClocksShape(TaskClocksShape):
    """The lane of crimes and threats to safety, round the clock."""

    competent: Annotated[dict[DangerName, Slug], AfterValidator(check_complete(Danger))] = Field(
        description=f"organisations or kinds for each of {', '.join(Danger)}"
    )

    def urgent(self, ladders: dict[str, Escalation]) -> UrgentRule:
        """Return the rule, its ladders looked up."""
        return UrgentRule(self.rule(ladders), self.competent)


class ReceiptClockShape(Shape):
    """The wait until the help has arrived."""

    term: PositiveTerm = Field(description="a term of at least one unit, as in 10wd")
    call_back: ScheduleShape = Field(description="budget, warnings and ladder of the call-back")

    def plan(self, ladders: dict[str, Escalation]) -> ReceiptPlan:
        """Return the plan, its ladder looked up."""
        return ReceiptPlan(self.term, self.call_back.schedule(ladders))
