"""`komek import`: appeals from a table come in through the running API; twice equals once."""

import asyncio
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from runtime import first_token
from runtime.api_client import Door, client
from runtime.errors import PartFailed
from runtime.importer import report as reports
from runtime.importer.mapping import Mapping, WrongMapping, choose
from runtime.importer.prescan import Survey, survey
from runtime.importer.tables import Table, Unreadable
from runtime.importer.upload import AT_ONCE, Tally, make_places, send
from runtime.settings import Settings

SOME_REJECTED = 2


def run(settings: Settings, file: Path, mapping: str | None, report: Path | None = None) -> int:
    """Bring *file* in; return 0 if every row is in, 2 if some were rejected."""
    console = Console()
    if not settings.api_url:
        raise PartFailed("no API: start one by ./dev up, or set KOMEK_API_URL")
    try:
        table = Table(file)
        chosen = choose(mapping, table.columns)
        found = survey(chosen, table.rows())
    except (Unreadable, WrongMapping) as trouble:
        raise PartFailed(str(trouble)) from trouble
    began = time.monotonic()
    tally = asyncio.run(_bring_in(settings, first_token.first(settings), table, chosen, found, console))
    _conclude(console, found, tally, time.monotonic() - began)
    if not tally.rejected:
        return 0
    place = reports.write(report or reports.beside(file), tally.rejections)
    console.print(f"Which and why: {place}", markup=False, soft_wrap=True)
    return SOME_REJECTED


async def _bring_in(  # noqa: PLR0913, PLR0917 - what comes in, and by whom
    settings: Settings, token: str, table: Table, mapping: Mapping, found: Survey, console: Console
) -> Tally:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task(table.path.name, total=found.rows)
        async with client(settings.api_url, AT_ONCE) as http:
            door = Door(http, token)
            await make_places(door, mapping, found)
            return await send(door, mapping, table.rows(), lambda _: progress.advance(bar))


def _conclude(console: Console, found: Survey, tally: Tally, seconds: float) -> None:
    console.print(
        f"{found.rows:,} rows: {tally.taken:,} are appeals now, {tally.rejected:,} rejected; "
        f"{len(found.agencies)} agencies and {len(found.topics)} topics came with them; {seconds:.0f} s",
        highlight=False,
        soft_wrap=True,
    )
