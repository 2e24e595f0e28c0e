"""The standing of an appeal: the part of its state that acts and clocks change, and what it implies."""

from dataclasses import dataclass

from domain.law.rule_ids import RuleId
from domain.policy.plan import Step
from domain.state.appeal import Appeal, Progress, Status, Suspension
from domain.state.clock import Clock
from domain.state.legal import BodyRegistration, LegalState
from domain.state.task import Task


@dataclass(frozen=True, slots=True)
class Standing:
    """The part of an appeal's state that acts and clocks change."""

    status: Status
    step: Step
    tasks: tuple[Task, ...]
    clocks: tuple[Clock, ...]
    suspension: Suspension
    progress: Progress
    legal: LegalState


def is_current_preliminary_notice(appeal: Appeal, task: Task) -> bool:
    """Return whether *task* is the notice of the current preliminary decision."""
    return task.rule_id == RuleId.HEARING and task.opened_at == appeal.legal.hearing.announced_at


def current_registration(appeal: Appeal) -> BodyRegistration | None:
    """Return the registration of *appeal* at the body that considers it, if it is known."""
    known = appeal.legal.registrations
    return appeal.legal.registration_at(appeal.considering_body.organisation) if known else None
