"""Scores of feedback, added up by organisation, region or topic."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from schemas.http.responses.time_ledger import LedgerGrouping
from store.database.tables import FeedbackRow

SCORES = range(1, 6)
_KEY_COLUMNS: dict[LedgerGrouping, Any] = {
    LedgerGrouping.ORGANISATION: FeedbackRow.organisation,
    LedgerGrouping.REGION: FeedbackRow.region,
    LedgerGrouping.TOPIC: FeedbackRow.topic,
}


@dataclass(frozen=True, slots=True)
class FeedbackFilter:
    """The part of all feedback that is added up; None does not restrict it."""

    organisation: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class FeedbackTotal:
    """The scores of one key: how many, their average, and how often each of 1 to 5 was chosen."""

    key: str
    count: int
    average: float
    by_score: list[int]


async def feedback_totals(
    connection: AsyncConnection, by: LedgerGrouping, within: FeedbackFilter
) -> list[FeedbackTotal]:
    """Return the scores *within* a filter, added up *by* a key, in the order of the keys."""
    key, score = col(_KEY_COLUMNS[by]), col(FeedbackRow.score)
    counts: list[Any] = [func.count().filter(score == each) for each in SCORES]
    totals = select(key, func.count(), func.avg(score), *counts).group_by(key).order_by(key)
    if within.organisation is not None:
        totals = totals.where(col(FeedbackRow.organisation) == within.organisation)
    if within.region is not None:
        totals = totals.where(col(FeedbackRow.region) == within.region)
    return [
        FeedbackTotal(row[0], row[1], float(row[2]), list(row[3:]))
        for row in await connection.execute(totals)
    ]
