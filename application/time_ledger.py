"""The ledger of time added up: for whom, over which appeals, and how it is shown."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta, tzinfo
from functools import reduce
from operator import add

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import Forbidden
from domain.identity.people import Person, Role
from domain.projections.time_ledger.amounts import NONE
from domain.projections.time_ledger.ledger import Spent
from schemas.http.responses.time_ledger import LedgerLine, LedgerQuestion, LedgerSum, LedgerView
from store.database.advisory_locks import Turn, turn
from store.database.engine import of_one_moment
from store.database.errors import Busy
from store.queries import time_ledger
from store.queries.time_ledger import Line, Within

DAY = timedelta(days=1)


def within(by: Person, asked: LedgerQuestion, zone: tzinfo) -> Within:
    """Return which of the ledger *by* may see of what is *asked*. Raises Forbidden."""
    begins = _midnight(asked.from_, zone) if asked.from_ else None
    ends = _midnight(asked.to + DAY, zone) if asked.to else None
    match by.role:
        case Role.OPERATOR:
            return Within(registered_from=begins, registered_before=ends)
        case Role.HEAD:
            return Within(region=by.region, registered_from=begins, registered_before=ends)
        case Role.SUPERVISOR:
            return Within(organisation=by.organisation, registered_from=begins, registered_before=ends)
        case _:
            raise Forbidden(role=by.role)


async def added_up(
    engine: AsyncEngine, by: Person, asked: LedgerQuestion, zone: tzinfo, now: datetime
) -> LedgerView:
    """Return the ledger as far as *by* may see it; what fell behind is caught up with first, if it can be."""
    wanted = within(by, asked, zone)
    with suppress(Busy):  # the answer says how much is behind
        async with turn(engine, Turn.SETTLING) as connection:
            await time_ledger.catch_up(connection)
    async with of_one_moment(engine).connect() as connection:
        behind = await time_ledger.behind(connection)
        lines = await time_ledger.added_up(connection, asked.by, wanted, now)
    return LedgerView(
        at=now, by=asked.by, behind=behind, lines=[_line(each) for each in lines], total=_sum(lines)
    )


def _line(line: Line) -> LedgerLine:
    return LedgerLine(key=line.key, took_part=line.took_part, **_sum([line]).model_dump())


def _sum(lines: Sequence[Line]) -> LedgerSum:
    spent = reduce(add, (line.spent for line in lines), Spent())
    return LedgerSum(
        appeals=sum(line.appeals for line in lines),
        closed=sum(line.closed for line in lines),
        breached=sum(line.breached for line in lines),
        breached_steps=sum(line.breached_steps for line in lines),
        elapsed=spent.elapsed,
        working=spent.working,
        paused=spent.paused,
        idle=spent.idle,
        off_hours=spent.off_hours,
        late=spent.late,
        extended=sum((line.extended for line in lines), NONE),
        late_share=spent.late / spent.elapsed if spent.elapsed else 0.0,
    )


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
