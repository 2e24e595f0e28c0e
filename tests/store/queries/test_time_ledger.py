"""The ledger added up is the sum of the appeals' own, whenever and however often they were settled."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import reduce
from operator import add
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.projections.time_ledger.ledger import TimeBreakdown, time_ledger
from domain.projections.time_ledger.ledger import TimeLedger as OfAppeal
from domain.projections.time_ledger.per_organisation import (
    OrganisationTime,
    take_snapshot,
    time_per_organisation,
)
from domain.state.clock import ClockKind
from schemas.http.responses.time_ledger import LedgerGrouping
from store.appeals import event_log, write_batch
from store.database.engine import repeatable_read
from store.queries import time_ledger as kept
from store.queries.time_ledger import TimeLedgerFilter, TimeLedgerLine
from tests.support.store.recorded_appeal import (
    AGENCY_GROUP,
    LAWYERS_GROUP,
    NAURYZ_EVE,
    RECEPTION_GROUP,
    REGION,
    RecordedAppeal,
    seeded_random,
)
from tests.support.store.tampering import tamper

ROWS = text("SELECT jsonb_agg(to_jsonb(time_ledger) ORDER BY appeal, organisation) FROM time_ledger")
A_WHILE = timedelta(hours=3)
TOPIC = "housing"
Ask = Callable[..., Awaitable[list[TimeLedgerLine]]]


@pytest.fixture
def moment(engine: AsyncEngine) -> Ask:
    """Add the ledger up as of one moment."""

    async def read(by: LedgerGrouping, now: datetime, **within: Any) -> list[TimeLedgerLine]:
        async with repeatable_read(engine).connect() as connection:
            return await kept.time_ledger_totals(connection, by, TimeLedgerFilter(**within), now)

    return read


async def saved(connection: AsyncConnection, count: int, seed: int = 0) -> list[RecordedAppeal]:
    """Save lives that wandered for a while, each begun an hour after the one before."""
    lives = [
        RecordedAppeal(number, NAURYZ_EVE + number * timedelta(hours=1)).random_steps(
            seeded_random(seed + number), 40
        )
        for number in range(1, count + 1)
    ]
    for life in lives:
        for batch in life.batches:
            await write_batch.save_batch(connection, batch)
    return lives


def whole(lives: list[RecordedAppeal], now: datetime) -> list[OfAppeal]:
    return [time_ledger(life.facts, now) for life in lives]


def added(ledgers: list[OfAppeal]) -> TimeBreakdown:
    return reduce(add, (each.total for each in ledgers), TimeBreakdown())


def by_hand(lives: list[RecordedAppeal], now: datetime) -> dict[str, list[OrganisationTime]]:
    """Return the parts of all *lives* by organisation."""
    found: dict[str, list[OrganisationTime]] = {}
    for life in lives:
        for part in time_per_organisation(time_ledger(life.facts, now), life.appeal.group.organisation):
            found.setdefault(part.organisation, []).append(part)
    return found


async def settled(connection: AsyncConnection) -> None:
    after = await kept.settle_appeals(connection)
    while after is not None:
        after = await kept.settle_appeals(connection, after)
    assert await kept.unsettled_appeal_count(connection) == 0


@pytest.mark.parametrize("by", LedgerGrouping)
@pytest.mark.parametrize("seed", [0, 100])
async def test_the_lines_together_are_the_appeals_together(
    connection: AsyncConnection, moment: Ask, by: LedgerGrouping, seed: int
) -> None:
    lives = await saved(connection, 12, seed)
    await settled(connection)
    now = max(life.now for life in lives) + A_WHILE
    lines, ledgers = await moment(by, now), whole(lives, now)
    assert reduce(add, (line.spent for line in lines), TimeBreakdown()) == added(ledgers)
    missed = Counter(each.clock for one in ledgers for each in one.breaches)
    assert sum(line.missed_statute_clocks for line in lines) == missed[ClockKind.STATUTE]
    assert sum(line.missed_step_clocks for line in lines) == missed[ClockKind.STEP]
    assert sum(line.appeals for line in lines) == len(lives)
    assert sum(line.closed for line in lines) == sum(life.appeal.is_closed for life in lives)


async def test_each_organisation_has_the_sum_of_its_parts(connection: AsyncConnection, moment: Ask) -> None:
    lives = await saved(connection, 12)
    await settled(connection)
    now = max(life.now for life in lives) + A_WHILE
    expected = by_hand(lives, now)
    lines = await moment(LedgerGrouping.ORGANISATION, now)
    assert [line.key for line in lines] == sorted(expected)
    for line in lines:
        own = expected[line.key]
        assert line.spent == reduce(add, (part.breakdown for part in own), TimeBreakdown())
        assert line.extended_by == sum((part.extended_by for part in own), timedelta())
        assert line.missed_statute_clocks == sum(part.missed_statute_clocks for part in own)
        assert line.missed_step_clocks == sum(part.missed_step_clocks for part in own)
        assert line.appeals_involved == len(own)
        assert line.appeals == sum(life.appeal.group.organisation == line.key for life in lives)


async def test_an_open_appeal_grows_without_being_settled_again(
    connection: AsyncConnection, moment: Ask
) -> None:
    (life,) = await saved(connection, 1)
    await settled(connection)
    for days in range(3):
        now = life.now + timedelta(days=days)
        (line,) = await moment(LedgerGrouping.TOPIC, now)
        assert line.spent == time_ledger(life.facts, now).total
    assert await kept.unsettled_appeal_count(connection) == 0


async def test_a_new_event_puts_an_appeal_behind_until_it_is_settled(
    connection: AsyncConnection, moment: Ask
) -> None:
    life = RecordedAppeal()
    await write_batch.save_batch(connection, life.batches[0])
    await settled(connection)
    life.claim()
    await write_batch.save_batch(connection, life.batches[-1])
    assert await kept.unsettled_appeal_count(connection) == 1
    await settled(connection)
    life.resolve()
    await write_batch.save_batch(connection, life.batches[-1])
    await settled(connection)
    (line,) = await moment(LedgerGrouping.REGION, life.now)
    assert line.spent == time_ledger(life.facts, life.now).total


async def test_only_what_is_asked_for_is_added_up(connection: AsyncConnection, moment: Ask) -> None:
    lives = await saved(connection, 6)
    await settled(connection)
    now = max(life.now for life in lives)
    (agency,) = await moment(LedgerGrouping.ORGANISATION, now, organisation=AGENCY_GROUP.organisation)
    (topic,) = await moment(LedgerGrouping.TOPIC, now, organisation=AGENCY_GROUP.organisation)
    assert (topic.key, topic.spent, topic.appeals_involved) == (TOPIC, agency.spent, agency.appeals_involved)
    assert await moment(LedgerGrouping.TOPIC, now, region="00") == []
    (region,) = await moment(LedgerGrouping.REGION, now, region=REGION)
    assert (region.key, region.appeals) == (REGION, 6)
    third = lives[2].appeal.origin.registered_at
    (later,) = await moment(LedgerGrouping.REGION, now, registered_from=third)
    (earlier,) = await moment(LedgerGrouping.REGION, now, registered_before=third)
    assert (later.appeals, earlier.appeals) == (4, 2)
    assert later.spent + earlier.spent == region.spent


async def test_who_was_only_asked_took_part_without_time_of_its_own(
    connection: AsyncConnection, moment: Ask
) -> None:
    lives = await saved(connection, 12)
    await settled(connection)
    lines = {line.key: line for line in await moment(LedgerGrouping.ORGANISATION, lives[-1].now)}
    assert lines[LAWYERS_GROUP.organisation].appeals_involved >= lines[LAWYERS_GROUP.organisation].appeals
    assert lines[RECEPTION_GROUP.organisation].appeals_involved == len(lives)


async def test_settling_late_takes_nothing_back(connection: AsyncConnection) -> None:
    life = RecordedAppeal()
    await write_batch.save_batch(connection, life.batches[0])
    early = take_snapshot(await event_log.facts_of_appeal(connection, life.id))
    life.claim()
    life.resolve()
    for batch in life.batches[1:]:
        await write_batch.save_batch(connection, batch)
    await settled(connection)
    rows = await connection.scalar(ROWS)
    await kept.write_entries(connection, {life.id: early})
    assert await connection.scalar(ROWS) == rows
    assert await kept.unsettled_appeal_count(connection) == 0


async def test_all_of_it_can_be_made_again_from_the_events(connection: AsyncConnection) -> None:
    await saved(connection, 5)
    await settled(connection)
    rows = await connection.scalar(ROWS)
    await connection.execute(
        text("UPDATE time_ledger SET late = late + interval '1 day', organisation = organisation || '-lost'")
    )
    await kept.rebuild_time_ledger(connection)
    assert await connection.scalar(ROWS) == rows


async def test_more_than_a_page_is_settled_page_by_page(connection: AsyncConnection) -> None:
    lives = await saved(connection, 5)
    after = await kept.settle_appeals(connection, limit=2)
    assert after == sorted(life.id for life in lives)[1]
    assert await kept.unsettled_appeal_count(connection) == 3
    assert await kept.settle_appeals(connection, after, limit=5) is None
    assert await kept.unsettled_appeal_count(connection) == 0


async def test_unreadable_event_leaves_only_its_appeal_unsettled(
    connection: AsyncConnection,
) -> None:
    lives = await saved(connection, 3)
    first = min(life.id for life in lives)
    await tamper(connection, "UPDATE events SET data = '{}' WHERE appeal = :first AND seq = 2", first=first)
    assert await kept.settle_appeals(connection) is None
    assert await kept.unsettled_appeal_count(connection) == 1
