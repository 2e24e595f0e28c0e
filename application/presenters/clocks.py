"""Presents the time ledger and the running clocks of an appeal."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import EXTERNAL_ROLES
from domain.identity.people import Person
from domain.projections.time_ledger.clock_moves import Breach, ClockExtension, Pause
from domain.projections.time_ledger.ledger import OwnedTime, TimeLedger, time_ledger
from domain.projections.time_ledger.spans import TimeAttribution
from domain.projections.time_ledger.task_turns import EscalationCall, TaskTurn, TaskTurnBreakdown
from domain.rules.citations import rule_of_clock
from domain.state.appeal import Appeal
from domain.state.clock import Clock
from schemas.http.responses.clocks import (
    AppealTimeLedgerView,
    BreachView,
    ClockView,
    EscalationView,
    ExtensionView,
    PauseView,
    TaskTimeSpentView,
    TaskTimeView,
    TimeOwnerView,
    TimePeriodView,
    TimeSpentView,
    TimeTotalView,
)
from schemas.http.responses.timeline import ActorView
from store.appeals import event_log, personal_data
from store.database.errors import UnreadableHistory
from store.reference import people

NamesById = dict[UUID, str]
TextsById = dict[UUID, str]


async def present_clocks(
    connection: AsyncConnection, by: Person, appeal_id: UUID, now: datetime
) -> AppealTimeLedgerView:
    """Return the time ledger of the appeal and the clocks that run at *now*.

    Names and texts are for colleagues. Raises UnreadableHistory.
    """
    facts, appeal = await event_log.load_history(connection, appeal_id)
    if appeal is None:
        raise UnreadableHistory(appeal_id)
    kept = time_ledger(facts, now)
    names, texts = (
        ({}, {}) if by.role in EXTERNAL_ROLES else await _names_and_texts(connection, appeal_id, kept)
    )
    return AppealTimeLedgerView(
        begins_at=kept.begins,
        ends_at=kept.ends,
        running_clocks=[_present_clock(appeal, clock) for clock in appeal.clocks],
        spent=TimeSpentView.model_validate(kept.total),
        totals=[
            TimeTotalView(owner=_present_owner(owner), spent=TimeSpentView.model_validate(spent))
            for owner, spent in kept.totals_by_attribution
        ],
        periods=[_present_period(each) for each in kept.owned_times],
        task_times=[_present_turn(each) for each in kept.task_turns],
        pauses=[_present_pause(each, names, texts) for each in kept.pauses],
        extensions=[_present_extension(each, names, texts) for each in kept.extensions],
        breaches=[_present_breach(each) for each in kept.breaches],
    )


async def _names_and_texts(
    connection: AsyncConnection, appeal: UUID, kept: TimeLedger
) -> tuple[NamesById, TextsById]:
    """Return the names of the people who moved the clocks, and their texts."""
    moves: list[Pause | ClockExtension] = [*kept.pauses, *kept.extensions]
    if not moves:
        return {}, {}
    names = await people.names_by_id(connection, {each.by.id for each in moves if each.by})
    return names, await personal_data.texts_of_appeal(
        connection, appeal, [each.text for each in moves if each.text]
    )


def _present_clock(appeal: Appeal, clock: Clock) -> ClockView:
    rule = rule_of_clock(appeal, clock)
    stands_still = appeal.is_clock_paused(clock)
    return ClockView(
        kind=clock.kind,
        task=clock.task,
        started_at=clock.started_at,
        budget=str(clock.budget),
        extensions=[str(term) for term in clock.extensions],
        due_at=None if stands_still else appeal.reading(clock).due,
        estimated=not stands_still and appeal.reading(clock).is_estimated,
        rule=rule.rule_id if rule else None,
        article=rule.article if rule else None,
        counts_from=rule.start if rule else None,
    )


def _present_owner(owner: TimeAttribution) -> TimeOwnerView:
    return TimeOwnerView(kind=owner.owner, organisation=owner.organisation, step=owner.step)


def _present_period(period: OwnedTime) -> TimePeriodView:
    return TimePeriodView(
        owner=_present_owner(period.attribution),
        begins_at=period.begins,
        ends_at=period.ends,
        late=period.is_late,
        spent=TimeSpentView.model_validate(period.breakdown),
    )


def _present_turn(turn: TaskTurn) -> TaskTimeView:
    return TaskTimeView(
        task=turn.task,
        purpose=turn.purpose,
        step=turn.step,
        organisation=turn.group.organisation,
        role=turn.group.role,
        begins_at=turn.begins,
        ends_at=turn.ends,
        due_at=turn.due,
        spent=_present_task_time_spent(turn.breakdown),
        escalations=[_present_escalation(each) for each in turn.escalations],
    )


def _present_task_time_spent(spent: TaskTurnBreakdown) -> TaskTimeSpentView:
    return TaskTimeSpentView(
        elapsed=spent.elapsed,
        in_group=spent.waiting_in_group,
        in_hand=spent.with_holder,
        paused=spent.paused,
        off_hours=spent.off_hours,
        late=spent.late,
    )


def _present_escalation(call: EscalationCall) -> EscalationView:
    return EscalationView(escalated_at=call.at, clock=call.clock, level=call.level, to=call.target)


def _present_breach(breach: Breach) -> BreachView:
    return BreachView(
        clock=breach.clock, task=breach.task, organisation=breach.organisation, due_at=breach.due
    )


def _present_pause(pause: Pause, names: NamesById, texts: TextsById) -> PauseView:
    return PauseView(
        begins_at=pause.begins,
        ends_at=pause.ends,
        by=ActorView.from_person(pause.by, names),
        task=pause.task,
        text=texts.get(pause.text) if pause.text else None,
        end_reason=pause.end_reason,
        working=pause.paused_working_time,
        statutory_clock_paused=pause.pauses_statute,
    )


def _present_extension(extension: ClockExtension, names: NamesById, texts: TextsById) -> ExtensionView:
    return ExtensionView(
        extended_at=extension.at,
        by=ActorView.from_person(extension.by, names),
        organisation=extension.organisation,
        term=str(extension.term),
        old_due_at=extension.old_due,
        new_due_at=extension.new_due,
        text=texts.get(extension.text) if extension.text else None,
    )
