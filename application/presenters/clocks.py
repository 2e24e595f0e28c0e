"""From an appeal's facts to its ledger of time and its running clocks, as the API shows them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import OUTSIDERS
from domain.evolve.appeal import replay
from domain.identity.people import Person
from domain.projections.time_ledger.clock_moves import Extension, Pause
from domain.projections.time_ledger.ledger import Ledger, ledger
from domain.projections.time_ledger.task_turns import Turn
from domain.rules.citations import rule_of
from domain.state.appeal import Appeal
from domain.state.clock import Clock
from schemas.http.responses.clocks import (
    BreachView,
    CallView,
    ClocksView,
    ClockView,
    ExtensionView,
    PauseView,
    SpentView,
    StretchView,
    TotalView,
    TurnSpentView,
    TurnView,
)
from schemas.http.responses.timeline import Actor
from store.appeals import event_log, personal_data
from store.reference import people

Names = dict[UUID, str]
Texts = dict[UUID, str]


async def clocks(connection: AsyncConnection, by: Person, appeal_id: UUID, now: datetime) -> ClocksView:
    """Return where the time of the appeal went, and which of its clocks run at *now*.

    Names and texts are for colleagues.
    """
    facts = await event_log.facts(connection, appeal_id)
    kept, appeal = ledger(facts, now), replay(facts)
    names, texts = ({}, {}) if by.role in OUTSIDERS else await _words(connection, kept)
    return ClocksView(
        begins=kept.begins,
        ends=kept.ends,
        running=[_clock(appeal, clock) for clock in appeal.clocks],
        spent=SpentView.model_validate(kept.spent),
        totals=[TotalView.model_validate({"owner": owner, "spent": spent}) for owner, spent in kept.totals],
        stretches=[StretchView.model_validate(each) for each in kept.stretches],
        tasks=[_turn(each) for each in kept.turns],
        pauses=[_pause(each, names, texts) for each in kept.pauses],
        extensions=[_extension(each, names, texts) for each in kept.extensions],
        breaches=[BreachView.model_validate(each) for each in kept.breaches],
    )


async def _words(connection: AsyncConnection, kept: Ledger) -> tuple[Names, Texts]:
    """Return the names of those who moved the clocks, and what they wrote."""
    moves: list[Pause | Extension] = [*kept.pauses, *kept.extensions]
    if not moves:
        return {}, {}
    names = await people.names(connection, {each.by.id for each in moves if each.by})
    return names, await personal_data.texts(connection, [each.text for each in moves if each.text])


def _clock(appeal: Appeal, clock: Clock) -> ClockView:
    rule = rule_of(appeal, clock)
    stands_still = appeal.stands_still(clock)
    return ClockView(
        kind=clock.kind,
        task=clock.task,
        started=clock.started,
        budget=str(clock.budget),
        extensions=[str(term) for term in clock.extensions],
        due=None if stands_still else appeal.face(clock).due,
        estimated=not stands_still and appeal.face(clock).is_estimated,
        rule=rule.rule if rule else None,
        article=rule.article if rule else None,
        counts_from=rule.start if rule else None,
    )


def _turn(turn: Turn) -> TurnView:
    return TurnView(
        task=turn.task,
        purpose=turn.purpose,
        step=turn.step,
        organisation=turn.group.organisation,
        role=turn.group.role,
        begins=turn.begins,
        ends=turn.ends,
        due=turn.due,
        spent=TurnSpentView.model_validate(turn.spent),
        calls=[CallView.model_validate(each) for each in turn.calls],
    )


def _pause(pause: Pause, names: Names, texts: Texts) -> PauseView:
    return PauseView(
        begins=pause.begins,
        ends=pause.ends,
        by=Actor.of(pause.by, names),
        task=pause.task,
        text=texts.get(pause.text) if pause.text else None,
        ended=pause.ended,
        working=pause.working,
        statute=pause.statute,
    )


def _extension(extension: Extension, names: Names, texts: Texts) -> ExtensionView:
    return ExtensionView(
        at=extension.at,
        by=Actor.of(extension.by, names),
        organisation=extension.organisation,
        term=str(extension.term),
        old_due=extension.old_due,
        new_due=extension.new_due,
        text=texts.get(extension.text) if extension.text else None,
    )
