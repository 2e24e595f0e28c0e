"""`komek cutover`: takes the appeals of an old system over; without `--apply` it writes nothing."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from rich.console import Console
from rich.table import Table

from runtime import first_token
from runtime.api_client import ApiClient, http_client
from runtime.command_name import command_line
from runtime.errors import ActionableError
from runtime.importer import report as reports
from runtime.importer.cutover_rows import Directory, Place, place_of, takeover_body
from runtime.importer.mapping import ColumnMapping, MappingError, select_mapping
from runtime.importer.rows import Rejection, RowRejected, rejections_from_problem
from runtime.importer.stable_ids import RowIdentities
from runtime.importer.tables import Row, SourceTable, UnreadableFile
from runtime.importer.upload import MAX_CONCURRENT, with_known_ids
from runtime.settings import Settings

EXIT_SOME_REJECTED = 2
OPEN, CLOSED, ALREADY_THERE, REJECTED = RESULTS = ("open", "closed", "already there", "rejected")


@dataclass(slots=True)
class Balance:
    """The rows of the file by place, and what became of them: both have to be the same number everywhere."""

    rows: Counter[Place] = field(default_factory=Counter)
    results: defaultdict[Place, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    rejections: list[Rejection] = field(default_factory=list)

    def reject(self, place: Place, reasons: Iterable[Rejection]) -> None:
        """Count the row at *place* as rejected for *reasons*."""
        self.results[place][REJECTED] += 1
        self.rejections += reasons

    @property
    def unbalanced(self) -> list[Place]:
        """Return the places with more rows than results, or fewer."""
        places = {*self.rows, *self.results}
        return sorted(each for each in places if self.rows[each] != self.results[each].total())

    @property
    def totals(self) -> Counter[str]:
        """Return how many rows had each result."""
        return sum(self.results.values(), Counter[str]())


def run(  # noqa: PLR0913 - the options of the command
    settings: Settings,
    file: Path,
    mapping: str,
    report: Path | None = None,
    encoding: str | None = None,
    *,
    apply: bool = False,
) -> int:
    """Take the rows of *file* over, or with *apply* false only show what would become of them.

    Returns 0 if every row is or would be here, 2 if some were rejected. Raises ActionableError.
    """
    console = Console()
    if not settings.api_url:
        raise ActionableError(f"no API configured: run {command_line('up')}, or set KOMEK_API_URL")
    try:
        table = SourceTable(file, encoding)
        chosen = select_mapping(mapping, table.columns)
        token = first_token.first_operator_token(settings)
        chosen = asyncio.run(with_known_ids(settings.api_url, token, chosen))
        rows = Counter(place_of(chosen, row) for row in table.rows())
    except (UnreadableFile, MappingError) as error:
        raise ActionableError(str(error)) from error
    balance = asyncio.run(_take_over(settings.api_url, token, chosen, table, apply=apply))
    balance.rows = rows
    _print_balance(console, balance, apply=apply)
    if balance.unbalanced:
        places = ", ".join("/".join(each) for each in balance.unbalanced)
        raise ActionableError(f"the sums do not balance at {places}")
    if not balance.rejections:
        return 0
    place = reports.write(report or reports.default_path(file), balance.rejections)
    console.print(f"Rejected rows are listed in {place}", markup=False, soft_wrap=True)
    return EXIT_SOME_REJECTED


async def _take_over(
    api_url: str, token: str, mapping: ColumnMapping, table: SourceTable, *, apply: bool
) -> Balance:
    balance, identities, rows = Balance(), RowIdentities(), table.rows()
    digests: dict[str, str] = {}
    async with http_client(api_url, MAX_CONCURRENT) as http:
        api = ApiClient(http, token)
        people = await api.get("/v1/people")
        if not people.is_success:
            raise ActionableError(f"the API denied access ({people.problem_code})")
        directory = Directory(people.body["items"])

        async def send_rows() -> None:
            for row in rows:  # shared by all senders: each takes the next row
                own_id = row.cells.get(mapping.identity or "", "").strip()
                identity, digest = identities.next_identity(own_id, mapping.mapped_cells(row.cells))
                if identity in digests:
                    _count_repeated(mapping, row, balance, is_changed=digests[identity] != digest)
                    continue
                digests[identity] = digest
                source = {"system": mapping.source, "id": identity, "digest": digest}
                await _take_over_row(api, mapping, directory, row, source, balance, apply=apply)

        try:
            async with asyncio.TaskGroup() as senders:
                for _ in range(MAX_CONCURRENT):
                    senders.create_task(send_rows())
        except ExceptionGroup as stopped:
            raise stopped.exceptions[0] from stopped
    return balance


def _count_repeated(mapping: ColumnMapping, row: Row, balance: Balance, *, is_changed: bool) -> None:
    """Count a row whose id an earlier row of the file has: a dry run has to state what the real one does."""
    place = place_of(mapping, row)
    if is_changed:
        reason = "an earlier row has this id with other content"
        balance.reject(place, [Rejection(row.line, mapping.identity or "", reason)])
    else:
        balance.results[place][ALREADY_THERE] += 1


async def _take_over_row(  # noqa: PLR0913, PLR0917 - a row, its identity, and where it is sent and counted
    api: ApiClient,
    mapping: ColumnMapping,
    directory: Directory,
    row: Row,
    source: dict[str, str],
    balance: Balance,
    *,
    apply: bool,
) -> None:
    """Send one row, and count what became of it where it came to stand."""
    place = place_of(mapping, row)
    try:
        body = takeover_body(mapping, directory, row) | {"source": source}
    except RowRejected as rejected:
        balance.reject(place, rejected.rejections)
        return
    answer = await api.post("/v1/takeovers" if apply else "/v1/takeovers?dry_run=true", body, str(uuid4()))
    if answer.is_success:
        result = CLOSED if answer.body["status"] == "closed" else OPEN
        balance.results[_place_of_answer(place, answer.body)][result] += 1
    elif answer.problem_code == "source_registered":
        balance.results[place][ALREADY_THERE] += 1
    else:
        balance.reject(place, rejections_from_problem(mapping, row, answer.body))


def _place_of_answer(place: Place, view: dict[str, Any]) -> Place:
    """Return where the appeal came to stand, by its organisation only if the row at *place* names one."""
    return Place(view["organisation"] if place.organisation else "", view["step"])


def _print_balance(console: Console, balance: Balance, *, apply: bool) -> None:
    table = Table("organisation", "step", "rows", *RESULTS)
    for place in sorted({*balance.rows, *balance.results}):
        counts = [balance.rows[place], *(balance.results[place][each] for each in RESULTS)]
        table.add_row(place.organisation or "(by topic)", place.step or "(none)", *map(str, counts))
    console.print(table, soft_wrap=True)
    totals = balance.totals
    sums = " + ".join(f"{totals[each]:,} {each}" for each in RESULTS)
    console.print(f"{balance.rows.total():,} rows = {sums}", highlight=False, soft_wrap=True)
    if not apply:
        console.print("This was a dry run: nothing was written. Repeat it with --apply.", highlight=False)
