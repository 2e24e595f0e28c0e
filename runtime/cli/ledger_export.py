"""The ledger of time as a table that a spreadsheet opens: hours as decimals."""

import asyncio
import csv
from datetime import UTC, date, datetime, timedelta
from typing import TextIO
from uuid import UUID
from zoneinfo import ZoneInfo

from application.time_ledger import added_up
from domain.identity.people import Person, Role
from loaders.policy import policy_files
from runtime.settings import Settings
from schemas.http.responses.time_ledger import By, LedgerLine, LedgerQuestion, LedgerView
from store.database.engine import connect

WHOEVER_RUNS_KOMEK = Person(UUID(int=0), "", Role.OPERATOR)
COUNTS = ("appeals", "took_part", "closed", "breached", "breached_steps")
AMOUNTS = ("elapsed", "working", "paused", "idle", "off_hours", "late", "extended")
HOUR = timedelta(hours=1)


def write(settings: Settings, by: str, begins: date | None, ends: date | None, out: TextIO) -> None:
    """Write the ledger added up *by* a key, over appeals registered from one day to another, as CSV."""
    asked = LedgerQuestion.model_validate({"by": By(by), "from": begins, "to": ends})
    told = asyncio.run(_read(settings, asked))
    table = csv.writer(out)
    table.writerow([by, *COUNTS, *AMOUNTS, "late_share"])
    table.writerows(_row(line) for line in told.lines)


async def _read(settings: Settings, asked: LedgerQuestion) -> LedgerView:
    _, calendar = policy_files.load(settings.policies, settings.policy)
    engine = connect(settings.database_url, pool_size=1)
    zone = ZoneInfo(calendar.timezone)
    told = await added_up(engine, WHOEVER_RUNS_KOMEK, asked, zone, datetime.now(UTC))
    await engine.dispose()
    return told


def _row(line: LedgerLine) -> list[str]:
    counts = (str(getattr(line, name)) for name in COUNTS)
    hours = (f"{getattr(line, name) / HOUR:.2f}" for name in AMOUNTS)
    return [line.key, *counts, *hours, f"{line.late_share:.4f}"]
