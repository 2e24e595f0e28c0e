"""The time ledger totals as CSV, with durations in decimal hours."""

import asyncio
import csv
from datetime import UTC, date, datetime, timedelta
from typing import TextIO
from uuid import UUID
from zoneinfo import ZoneInfo

from application.oversight.time_ledger import sum_time_ledger
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
COUNT_COLUMNS = ("appeals", "appeals_involved", "closed", "breached_appeals", "breached_steps")
AMOUNT_COLUMNS = ("elapsed", "working", "paused", "idle", "off_hours", "late", "extended")
HOUR = timedelta(hours=1)


def write_csv(
    settings: Settings, group_by: str, first_day: date | None, last_day: date | None, out: TextIO
) -> None:
    """Write the time ledger totals by *group_by*, of appeals registered between the days, as CSV."""
    params = TimeLedgerParams(
        group_by=LedgerGrouping(group_by), registered_from=first_day, registered_to=last_day
    )
    ledger = asyncio.run(_read_ledger(settings, params))
    table = csv.writer(out)
    table.writerow([group_by, *COUNT_COLUMNS, *AMOUNT_COLUMNS, "late_share"])
    table.writerows(_csv_row(item) for item in ledger.items)


async def _read_ledger(settings: Settings, params: TimeLedgerParams) -> TimeLedgerView:
    _, calendar = policy_files.load_policy_with_calendar(settings.policies, settings.policy)
    engine = create_engine(settings.database_url, pool_size=1)
    zone = ZoneInfo(calendar.timezone)
    ledger = await sum_time_ledger(engine, LOCAL_OPERATOR, params, zone, datetime.now(UTC))
    await engine.dispose()
    return ledger


def _csv_row(item: TimeLedgerItem) -> list[str]:
    counts = (str(getattr(item, name)) for name in COUNT_COLUMNS)
    hours = (f"{getattr(item, name) / HOUR:.2f}" for name in AMOUNT_COLUMNS)
    return [item.key, *counts, *hours, f"{item.late_share:.4f}"]
