"""The status of a task after a command: what its caller is shown, without a look into the database."""

from datetime import datetime
from uuid import UUID

from domain.decide.allowed import allowed_verbs
from domain.decide.forecast import forecast
from domain.identity.people import Person, Role
from domain.law.vocabulary import HearingException
from domain.policy.plan import Step
from domain.procedure.competence.forward_complaint import complaint_deadline
from domain.rules.lifecycle import Verb
from domain.state.appeal import Appeal
from domain.state.task import TaskState
from schemas.base import WireMessage
from schemas.wire.tagged_union import AnyEvent


class ForecastEventMessage(WireMessage):
    """An event that will happen at this time, unless a command comes first."""

    at: datetime
    event: AnyEvent
    is_estimated: bool = False


class DecisionSummary(WireMessage):
    """The decision on an appeal, by its ids in the rulebook; the presenter has the titles."""

    rulebook: str
    kind: str
    decision: str = ""
    article: str = ""
    termination_ground: str = ""
    remedies_stated: bool = True
    hearing_exception: HearingException | None = None

    @classmethod
    def of(cls, appeal: Appeal) -> "DecisionSummary | None":
        """Return the decision on *appeal*, None without one and where no law applies."""
        law, legal = appeal.law, appeal.legal
        if not (legal.decision.code or legal.decision.termination_ground):
            return None
        return cls(
            rulebook=law.rulebook,
            kind=law.kind,
            decision=legal.decision.code,
            article=legal.decision.article,
            termination_ground=legal.decision.termination_ground,
            remedies_stated=legal.decision.remedies_stated,
            hearing_exception=legal.decision.hearing_exception,
        )


class TaskStatus(WireMessage):
    """A task as far as commands change it, what one person may do with it, and what happens next by itself.

    An ended task repeats neither the statutory due date of its appeal nor its need for attention.
    """

    version: int
    step: Step
    organisation: str
    role: Role
    state: TaskState
    state_since: datetime
    holder: UUID | None = None
    due_at: datetime | None = None
    held_until: datetime | None = None
    urgent: bool = False
    allowed_verbs: tuple[Verb, ...] = ()
    statutory_due_at: datetime | None = None
    needs_attention: bool = False
    next_event: ForecastEventMessage | None = None
    decision: DecisionSummary | None = None
    complain_until: datetime | None = None

    @classmethod
    def of(cls, appeal: Appeal, task_id: UUID, person: Person) -> "TaskStatus":
        """Return the status of one task of *appeal* for *person*."""
        task = appeal.task(task_id)
        return cls(
            version=task.version,
            step=task.step,
            organisation=task.group.organisation,
            role=task.group.role,
            state=task.state,
            state_since=task.state_since,
            holder=task.holder,
            due_at=appeal.task_due(task),
            held_until=task.held_until,
            urgent=task.urgent,
            allowed_verbs=tuple(allowed_verbs(appeal, task, person)),
            statutory_due_at=appeal.statute_due if task.is_open else None,
            needs_attention=appeal.progress.needs_attention and task.is_open,
            next_event=next_event(appeal),
            decision=DecisionSummary.of(appeal),
            complain_until=complaint_deadline(appeal),
        )


def next_event(appeal: Appeal) -> ForecastEventMessage | None:
    """Return the next event that happens by itself, None where no clock runs."""
    return next(
        (
            ForecastEventMessage(at=each.at, event=each.event, is_estimated=each.is_estimated)
            for each in forecast(appeal, most=1)
        ),
        None,
    )
