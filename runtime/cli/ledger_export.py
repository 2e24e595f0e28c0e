"""The ledger of time as a table that a spreadsheet opens: hours as decimals."""

import asyncio
import csv
from datetime import UTC, date, datetime, timedelta
from typing import TextIO
from uuid import UUID
from zoneinfo import ZoneInfo

from application.time_ledger import sum_time_ledger
from domain.identity.people import Person, Role
from loaders.policy import policy_files
from runtime.settings import Settings
from schemas.http.responses.time_ledger import (
    LedgerGrouping,
    TimeLedgerItem,
    TimeLedgerParams,
    TimeLedgerView,
)
from store.database.engine import create_engine

LOCAL_OPERATOR = Person(UUID(int=0), "", Role.OPERATOR)
COUNT_COLUMNS = ("appeals", "appeals_involved", "closed", "breached", "breached_steps")
AMOUNT_COLUMNS = ("elapsed", "working", "paused", "idle", "off_hours", "late", "extended")
HOUR = timedelta(hours=1)


def write_csv(settings: Settings, by: str, begins: date | None, ends: date | None, out: TextIO) -> None:
    """Write the ledger added up *by* a key, over appeals registered from one day to another, as CSV."""
    asked = TimeLedgerParams.model_validate({"by": LedgerGrouping(by), "from": begins, "to": ends})
    told = asyncio.run(_read_ledger(settings, asked))
    table = csv.writer(out)
    table.writerow([by, *COUNT_COLUMNS, *AMOUNT_COLUMNS, "late_share"])
    table.writerows(_csv_row(line) for line in told.items)


async def _read_ledger(settings: Settings, asked: TimeLedgerParams) -> TimeLedgerView:
    _, calendar = policy_files.load_policy_with_calendar(settings.policies, settings.policy)
    engine = create_engine(settings.database_url, pool_size=1)
    zone = ZoneInfo(calendar.timezone)
    told = await sum_time_ledger(engine, LOCAL_OPERATOR, asked, zone, datetime.now(UTC))
    await engine.dispose()
    return told


def _csv_row(line: TimeLedgerItem) -> list[str]:
    counts = (str(getattr(line, name)) for name in COUNT_COLUMNS)
    hours = (f"{getattr(line, name) / HOUR:.2f}" for name in AMOUNT_COLUMNS)
    return [line.key, *counts, *hours, f"{line.late_share:.4f}"]
