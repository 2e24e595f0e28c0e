"""The subcommands of `komek calendar`; they call the API of the running stack as its first operator."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import uuid4

import typer
from rich.console import Console
from rich.table import Table

from domain.worktime.calendar_amendment import DayAmendmentKind
from runtime import first_token
from runtime.api_client import ApiClient, ApiResponse, http_client
from runtime.command_name import command_line
from runtime.errors import ActionableError
from runtime.settings import Settings

DAY_PATTERN = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(@(?P<region>\d{2}))?(=(?P<name>.+))?")
DEFAULT_DAY_NAMES = {
    DayAmendmentKind.DAY_OFF: "Day off",
    DayAmendmentKind.WORKING_DAY: "Working day",
    DayAmendmentKind.CONFIRMED: "Confirmed",
}
PAGE_SIZE, MAX_SHOWN = 200, 20
POLL_SECONDS = 2.0

DayAmendmentBody = dict[str, str]


def run_with_client(do: Callable[[ApiClient], Awaitable[object]]) -> None:
    """Run *do* with a client of the API. Raises ActionableError if there is no API or it refuses."""
    settings = Settings()
    if not settings.api_url:
        raise ActionableError(f"no API configured: run {command_line('up')}, or set KOMEK_API_URL")
    token = first_token.first_operator_token(settings)

    async def run() -> None:
        async with http_client(settings.api_url) as http:
            await do(ApiClient(http, token))

    asyncio.run(run())


def parse_days(
    day_off: list[str] | None = None,
    working_day: list[str] | None = None,
    confirm_estimated: list[str] | None = None,
) -> list[DayAmendmentBody]:
    """Return the request's day amendments. Raises ActionableError if a day is invalid or none is given."""
    options = {
        DayAmendmentKind.DAY_OFF: day_off,
        DayAmendmentKind.WORKING_DAY: working_day,
        DayAmendmentKind.CONFIRMED: confirm_estimated,
    }
    days = [_parse_day(kind, each) for kind, written in options.items() for each in written or ()]
    if not days:
        raise ActionableError("no day given: use --day-off, --working-day or --confirm-estimated")
    return days


async def show(api: ApiClient, version: str | None) -> None:
    """Show all versions, or one in full."""
    if version is not None:
        Console().print_json(data=_body_or_raise(await api.get(f"/v1/calendars/{version}")))
        return
    table = Table("version", "", "since", "days", "ordered by", "written in")
    for each in _body_or_raise(await api.get("/v1/calendars"))["items"]:
        source = each["source"] or {"issued_by": "", "reference": "its file"}
        days = ", ".join(f"{day['change']} {day['date']}{_region_suffix(day)}" for day in each["days"])
        now = "in force" if each["in_force"] else ""
        table.add_row(
            each["version"], now, each["created_at"][:16], days, source["issued_by"], source["reference"]
        )
    Console().print(table)


async def preview(api: ApiClient, days: list[DayAmendmentBody]) -> str:
    """Print the counts and the first affected appeals; return the version that the change is based on."""
    page = await _fetch_preview(api, days, None)
    shown = page["items"][:MAX_SHOWN]
    with Console(stderr=True).status("") as status:
        while page["next_cursor"]:
            status.update(f"{page['counts']['evaluated']} of {page['counts']['open']} open appeals evaluated")
            page = await _fetch_preview(api, days, page["next_cursor"])
            shown += page["items"][: MAX_SHOWN - len(shown)]
    counts = page["counts"]
    typer.echo(
        f"{page['base_version']} → {page['version']}: "
        f"of {counts['open']} open appeals {counts['affected']} move, "
        f"{counts['later']} later and {counts['earlier']} earlier; on {counts['breached']} of them "
        "a clock is already overdue and stays overdue"
    )
    table = Table("appeal", "clock", "due", "then")
    for number, moved in _moved_clocks(shown):
        then = "overdue, unchanged" if moved["breached"] else moved["new_due_at"][:16]
        table.add_row(number, moved["clock"], moved["old_due_at"][:16], then)
    if table.row_count:
        Console().print(table)
    if counts["affected"] > MAX_SHOWN:
        typer.echo(f"these are the first {MAX_SHOWN}; the API shows all")
    return str(page["base_version"])


async def apply(api: ApiClient, change: dict[str, Any], *, assume_yes: bool) -> None:
    """Print the preview, ask for confirmation unless *assume_yes*, and change the calendar."""
    base = await preview(api, change["days"])
    if not (assume_yes or typer.confirm("Apply this calendar change?")):
        raise typer.Exit(1)
    made = _body_or_raise(await api.post("/v1/calendars", {"base_version": base, **change}, str(uuid4())))
    typer.echo(f"{made['version']} is in force; {made['pending_appeals']} open appeals are being updated")


async def watch_progress(api: ApiClient, version: str, *, wait: bool) -> None:
    """Print the progress of the rollout; with *wait*, until it is complete."""
    while True:
        calendar = _body_or_raise(await api.get(f"/v1/calendars/{version}"))
        progress = calendar["progress"] or {"applied": "?", "retrying": []}
        waiting = f"; waiting: {', '.join(progress['retrying'])}" if progress["retrying"] else ""
        typer.echo(
            f"{version}: {progress['applied']} appeals updated, {calendar['pending_appeals']} left{waiting}"
        )
        if not (wait and calendar["pending_appeals"]):
            return
        await asyncio.sleep(POLL_SECONDS)


async def _fetch_preview(api: ApiClient, days: list[DayAmendmentBody], cursor: str | None) -> Any:
    asked = {"days": days, "limit": PAGE_SIZE, "cursor": cursor}
    return _body_or_raise(await api.post("/v1/calendars/preview", asked, str(uuid4())))


def _parse_day(kind: DayAmendmentKind, written: str) -> DayAmendmentBody:
    found = DAY_PATTERN.fullmatch(written)
    if found is None:
        raise ActionableError(
            f"{written} is not a valid day: write 2027-06-03, 2027-06-03=Feast or 2027-06-03@61=Feast"
        )
    region = {"region": found["region"]} if found["region"] else {}
    return {"date": found["date"], "change": kind, "name": found["name"] or DEFAULT_DAY_NAMES[kind], **region}


def _moved_clocks(items: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for item in items:
        yield from ((item["number"], moved) for moved in item["clocks"])


def _region_suffix(day: DayAmendmentBody) -> str:
    return f" in {day['region']}" if day["region"] else ""


def _body_or_raise(answer: ApiResponse) -> Any:
    """Return the response body. Raises ActionableError with the problem's text."""
    if not answer.is_success:
        errors = "; ".join(f"{each['field']}: {each['message']}" for each in answer.body.get("errors", []))
        raise ActionableError(f"{answer.body.get('detail', answer.problem_code)} {errors}".strip())
    return answer.body
