"""Sums of time ledgers: their permitted scope, calculation and presentation."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta, tzinfo
from functools import reduce
from operator import add

from sqlalchemy.ext.asyncio import AsyncEngine

from application.access_scope import oversight_of
from domain.identity.people import Person
from domain.projections.time_ledger.amounts import ZERO_TIME
from domain.projections.time_ledger.ledger import TimeBreakdown
from schemas.http.responses.time_ledger import (
    TimeLedgerItem,
    TimeLedgerParams,
    TimeLedgerTotal,
    TimeLedgerView,
)
from store.database.advisory_locks import AdvisoryLock, advisory_lock
from store.database.engine import repeatable_read
from store.database.errors import LockUnavailable
from store.queries import time_ledger
from store.queries.time_ledger import TimeLedgerFilter, TimeLedgerLine

DAY = timedelta(days=1)


def permitted_time_ledger_filter(by: Person, asked: TimeLedgerParams, zone: tzinfo) -> TimeLedgerFilter:
    """Return the part of the ledger in *asked* that *by* may see. Raises Forbidden."""
    begins = _start_of_day(asked.registered_from, zone) if asked.registered_from else None
    ends = _start_of_day(asked.registered_to + DAY, zone) if asked.registered_to else None
    overseen = oversight_of(by)
    return TimeLedgerFilter(
        organisation=overseen.organisation,
        region=overseen.region,
        registered_from=begins,
        registered_before=ends,
    )


async def sum_time_ledger(
    engine: AsyncEngine, by: Person, asked: TimeLedgerParams, zone: tzinfo, now: datetime
) -> TimeLedgerView:
    """Return the sums that *by* may see, after updating the appeals that are behind, if possible."""
    wanted = permitted_time_ledger_filter(by, asked, zone)
    with suppress(LockUnavailable):  # the answer says how much is behind
        async with advisory_lock(engine, AdvisoryLock.TIME_LEDGER) as connection:
            await time_ledger.settle_appeals(connection)
    async with repeatable_read(engine).connect() as connection:
        behind = await time_ledger.unsettled_appeal_count(connection)
        lines = await time_ledger.time_ledger_totals(connection, asked.group_by, wanted, now)
    return TimeLedgerView(
        measured_at=now,
        grouped_by=asked.group_by,
        pending_appeals=behind,
        items=[_present_line(each) for each in lines],
        total=_present_totals(lines),
    )


def _present_line(line: TimeLedgerLine) -> TimeLedgerItem:
    return TimeLedgerItem(
        key=line.key, appeals_involved=line.appeals_involved, **_present_totals([line]).model_dump()
    )


def _present_totals(lines: Sequence[TimeLedgerLine]) -> TimeLedgerTotal:
    spent = reduce(add, (line.spent for line in lines), TimeBreakdown())
    return TimeLedgerTotal(
        appeals=sum(line.appeals for line in lines),
        closed=sum(line.closed for line in lines),
        breached_appeals=sum(line.missed_statute_clocks for line in lines),
        breached_steps=sum(line.missed_step_clocks for line in lines),
        elapsed=spent.elapsed,
        working=spent.working,
        paused=spent.paused,
        idle=spent.idle,
        off_hours=spent.off_hours,
        late=spent.late,
        extended=sum((line.extended_by for line in lines), ZERO_TIME),
        late_share=spent.late / spent.elapsed if spent.elapsed else 0.0,
    )


def _start_of_day(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
