"""The shape of clocks in a policy file: escalations and schedules."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from domain.law.vocabulary import Danger
from domain.policy.calls import CallChannel, CallRule, CallThreshold
from domain.policy.escalation import Escalation, EscalationLevel, EscalationTarget
from domain.policy.plan import ReceiptPlan, Schedule
from domain.policy.policy import StepRule, UrgentRule
from domain.worktime.terms import Term
from loaders.policy.values import (
    ChannelName,
    DangerName,
    Offset,
    PositiveTerm,
    RankName,
    Slug,
    ThresholdName,
    check_complete,
    check_distinct,
    check_rising_percentages,
)
from loaders.toml.form import STRICT_CONFIG


class Shape(BaseModel):
    """A part of the file."""

    model_config = STRICT_CONFIG


class EscalationLevelShape(Shape):
    """One level of an escalation."""

    after: Offset = Field(description="a term counted from the due time, as in 0wh")
    to: RankName = Field(description=f"one of {', '.join(EscalationTarget)}")


class EscalationShape(Shape):
    """An escalation of missed deadlines, level by level."""

    levels: list[EscalationLevelShape] = Field(
        min_length=1, description='levels as in { after = "0wh", to = "holder" }'
    )
    repeat: PositiveTerm = Field(description="a term of at least one unit, as in 1wd")

    def escalation(self) -> Escalation:
        """Return the escalation."""
        return Escalation(tuple(EscalationLevel(level.after, level.to) for level in self.levels), self.repeat)


class CallShape(Shape):
    """A row of the table of calls: at which threshold who is called, and by which channels."""

    at: ThresholdName = Field(description=f"one of {', '.join(CallThreshold)}")
    to: Annotated[list[RankName], AfterValidator(check_distinct)] = Field(
        default=[], description=f"some of {', '.join(EscalationTarget)}; none at a level"
    )
    by: Annotated[list[ChannelName], AfterValidator(check_distinct)] = Field(
        min_length=1, description=f"some of {', '.join(CallChannel)}"
    )
    shares: Annotated[list[int], AfterValidator(check_rising_percentages)] = Field(
        default=[], description="of a warning: the percents concerned, as in [75]; all if left out"
    )

    def rule(self) -> CallRule:
        """Return the row."""
        return CallRule(self.at, tuple(self.by), tuple(self.to), tuple(self.shares))


class ScheduleShape(Shape):
    """The alarms of one clock."""

    budget: PositiveTerm = Field(description="a term of at least one unit, as in 5wd")
    warnings: Annotated[list[int], AfterValidator(check_rising_percentages)] = Field(
        default=[], description="percents of the budget, as in [50, 75]"
    )
    ladder: str = Field(description="the name of one of the [ladders]")

    def schedule(self, ladders: dict[str, Escalation], lapse: Term | None = None) -> Schedule:
        """Return the schedule with its escalation."""
        return Schedule(self.budget, tuple(self.warnings), ladders[self.ladder], lapse)


class TaskClocksShape(ScheduleShape):
    """The clocks of a task: work, acceptance and lease. A side task has no lapse."""

    acceptance: ScheduleShape = Field(description="budget, warnings and ladder of an untouched task")
    lease: PositiveTerm = Field(description="a term of at least one unit, as in 2wd")

    def rule(self, ladders: dict[str, Escalation], lapse: Term | None = None) -> StepRule:
        """Return the rule with its escalations."""
        return StepRule(self.schedule(ladders, lapse), self.acceptance.schedule(ladders), self.lease)


class StepClocksShape(TaskClocksShape):
    """The clocks of one step of the main path."""

    lapse: Offset | None = Field(default=None, description="a term counted from the due time, as in 3wd")


class UrgentClocksShape(TaskClocksShape):
    """The urgent lane of crimes and threats to safety, round the clock."""

    competent: Annotated[dict[DangerName, Slug], AfterValidator(check_complete(Danger))] = Field(
        description=f"organisations or kinds for each of {', '.join(Danger)}"
    )

    def urgent(self, ladders: dict[str, Escalation]) -> UrgentRule:
        """Return the rule with its escalations."""
        return UrgentRule(self.rule(ladders), self.competent)


class ReceiptClockShape(Shape):
    """The wait for the receipt of granted help."""

    term: PositiveTerm = Field(description="a term of at least one unit, as in 10wd")
    call_back: ScheduleShape = Field(description="budget, warnings and ladder of the call-back")

    def plan(self, ladders: dict[str, Escalation]) -> ReceiptPlan:
        """Return the plan with its escalation."""
        return ReceiptPlan(self.term, self.call_back.schedule(ladders))
