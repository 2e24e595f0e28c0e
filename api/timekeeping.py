"""From an appeal's facts to its ledger of time and its running clocks, as the API shows them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.appeal import Appeal
from domain.clocks import DEAF_TO_PAUSES, Clock
from domain.evolve import replay
from domain.ledger import Extension, ledger
from schemas.clocks import ClocksView, ClockView, ExtensionView, SpentView, StretchView, TotalView
from store import history


async def clocks(connection: AsyncConnection, appeal_id: UUID, now: datetime) -> ClocksView:
    """Return where the time of the appeal went, and which of its clocks run at *now*."""
    facts = await history.facts(connection, appeal_id)
    kept, appeal = ledger(facts, now), replay(facts)
    return ClocksView(
        begins=kept.begins,
        ends=kept.ends,
        running=[_clock(appeal, clock) for clock in appeal.clocks],
        spent=SpentView.model_validate(kept.spent),
        totals=[TotalView.model_validate({"owner": owner, "spent": spent}) for owner, spent in kept.totals],
        stretches=[StretchView.model_validate(each) for each in kept.stretches],
        extensions=[_extension(each) for each in kept.extensions],
    )


def _clock(appeal: Appeal, clock: Clock) -> ClockView:
    stands_still = appeal.paused_at is not None and clock.kind not in DEAF_TO_PAUSES
    return ClockView(
        kind=clock.kind,
        task=clock.task,
        started=clock.started,
        budget=str(clock.budget),
        extensions=[str(term) for term in clock.extensions],
        due=None if stands_still else appeal.face(clock).due,
    )


def _extension(extension: Extension) -> ExtensionView:
    return ExtensionView(
        at=extension.at,
        term=str(extension.term),
        old_due=extension.old_due,
        new_due=extension.new_due,
    )
