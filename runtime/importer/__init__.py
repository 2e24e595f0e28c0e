"""`komek import`: imports appeals from a table through the running API; repeated, only its new rows."""

import asyncio
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from runtime import first_token
from runtime.api_client import ApiClient, http_client
from runtime.command_name import command_line
from runtime.errors import ActionableError
from runtime.importer import report as reports
from runtime.importer.mapping import ColumnMapping, MappingError, select_mapping
from runtime.importer.prescan import PrescanResult, prescan
from runtime.importer.tables import SourceTable, UnreadableFile
from runtime.importer.upload import (
    MAX_CONCURRENT,
    UploadResult,
    create_references,
    upload_rows,
    with_known_ids,
)
from runtime.settings import Settings

EXIT_SOME_REJECTED = 2


def run(
    settings: Settings,
    file: Path,
    mapping: str | None,
    report: Path | None = None,
    encoding: str | None = None,
) -> int:
    """Import *file*, a text in *encoding* if that is named.

    Returns 0 if every row was imported or already there, 2 if some were rejected.
    """
    console = Console()
    if not settings.api_url:
        raise ActionableError(f"no API configured: run {command_line('up')}, or set KOMEK_API_URL")
    try:
        table = SourceTable(file, encoding)
        chosen = select_mapping(mapping, table.columns)
        token = first_token.first_operator_token(settings)
        chosen = asyncio.run(with_known_ids(settings.api_url, token, chosen))
        found = prescan(chosen, table.rows())
    except (UnreadableFile, MappingError) as error:
        raise ActionableError(str(error)) from error
    began = time.monotonic()
    tally = asyncio.run(_import_rows(settings, token, table, chosen, found, console))
    _print_result(console, found, tally, time.monotonic() - began)
    if not tally.rejected:
        return 0
    place = reports.write(report or reports.default_path(file), tally.rejections)
    console.print(f"Rejected rows are listed in {place}", markup=False, soft_wrap=True)
    return EXIT_SOME_REJECTED


async def _import_rows(  # noqa: PLR0913, PLR0917 - file, mapping, credentials and output
    settings: Settings,
    token: str,
    table: SourceTable,
    mapping: ColumnMapping,
    found: PrescanResult,
    console: Console,
) -> UploadResult:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task(table.path.name, total=found.rows)
        async with http_client(settings.api_url, MAX_CONCURRENT) as http:
            client = ApiClient(http, token)
            await create_references(client, mapping, found)
            return await upload_rows(client, mapping, table.rows(), lambda _: progress.advance(bar))


def _print_result(console: Console, found: PrescanResult, tally: UploadResult, seconds: float) -> None:
    console.print(
        f"{found.rows:,} rows: {tally.accepted:,} imported, {tally.already_there:,} already there, "
        f"{tally.rejected:,} rejected; "
        f"{len(found.agencies)} agencies and {len(found.topics)} topics came with them; {seconds:.0f} s",
        highlight=False,
        soft_wrap=True,
    )
