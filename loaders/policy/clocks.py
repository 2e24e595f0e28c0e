"""The shape of the clocks in a policy's file: ladders, schedules, what runs by them."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from domain.law.vocabulary import Danger
from domain.policy.escalation import Ladder, Level, Rank
from domain.policy.plan import ReceiptPlan, Schedule
from domain.policy.policy import StepRule, UrgentRule
from domain.worktime.terms import Term
from loaders.policy.values import Budget, DangerName, Offset, RankName, Slug, complete, rising_shares
from loaders.toml.form import STRICT


class Shape(BaseModel):
    """A part of the file."""

    model_config = STRICT


class LevelShape(Shape):
    """One level of a ladder."""

    after: Offset = Field(description="a term counted from the due time, as in 0wh")
    to: RankName = Field(description=f"one of {', '.join(Rank)}")


class LadderShape(Shape):
    """Whom a silence is shown to, level by level."""

    levels: list[LevelShape] = Field(
        min_length=1, description='levels as in { after = "0wh", to = "holder" }'
    )
    repeat: Budget = Field(description="a term of at least one unit, as in 1wd")

    def ladder(self) -> Ladder:
        """Return the ladder."""
        return Ladder(tuple(Level(level.after, level.to) for level in self.levels), self.repeat)


class ScheduleShape(Shape):
    """What one clock says and when."""

    budget: Budget = Field(description="a term of at least one unit, as in 5wd")
    warnings: Annotated[list[int], AfterValidator(rising_shares)] = Field(
        default=[], description="percents of the budget, as in [50, 75]"
    )
    ladder: str = Field(description="the name of one of the [ladders]")

    def schedule(self, ladders: dict[str, Ladder], lapse: Term | None = None) -> Schedule:
        """Return the schedule, its ladder looked up."""
        return Schedule(self.budget, tuple(self.warnings), ladders[self.ladder], lapse)


class TaskShape(ScheduleShape):
    """By when a task is done, accepted and shown sign of life. A side task lapses to nobody."""

    acceptance: ScheduleShape = Field(description="budget, warnings and ladder of an untouched task")
    lease: Budget = Field(description="a term of at least one unit, as in 2wd")

    def rule(self, ladders: dict[str, Ladder], lapse: Term | None = None) -> StepRule:
        """Return the rule, its ladders looked up."""
        return StepRule(self.schedule(ladders, lapse), self.acceptance.schedule(ladders), self.lease)


class StepShape(TaskShape):
    """One step of the main path."""

    lapse: Offset | None = Field(default=None, description="a term counted from the due time, as in 3wd")


class UrgentShape(TaskShape):
    """The lane of crimes and threats to safety, round the clock."""

    competent: Annotated[dict[DangerName, Slug], AfterValidator(complete(Danger))] = Field(
        description=f"organisations or kinds for each of {', '.join(Danger)}"
    )

    def urgent(self, ladders: dict[str, Ladder]) -> UrgentRule:
        """Return the rule, its ladders looked up."""
        return UrgentRule(self.rule(ladders), self.competent)


class ReceiptShape(Shape):
    """The wait until the help has arrived."""

    term: Budget = Field(description="a term of at least one unit, as in 10wd")
    call_back: ScheduleShape = Field(description="budget, warnings and ladder of the call-back")

    def plan(self, ladders: dict[str, Ladder]) -> ReceiptPlan:
        """Return the plan, its ladder looked up."""
        return ReceiptPlan(self.term, self.call_back.schedule(ladders))
