"""What `komek calendar` does: it asks the API of the running stack, as its first operator."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import uuid4

import typer
from rich.console import Console
from rich.table import Table

from runtime import first_token
from runtime.api_client import Answer, Door, client
from runtime.errors import PartFailed
from runtime.settings import Settings

WRITTEN = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(@(?P<region>\d{2}))?(=(?P<name>.+))?")
NAMELESS = {"off": "Day off", "on": "Working day", "confirm": "Confirmed"}
PAGE, SHOWN = 200, 20
GLANCE = 2.0

Day = dict[str, str]


def ask(do: Callable[[Door], Awaitable[object]]) -> None:
    """Do something at the API's door. Raises PartFailed where there is no API, or it says no."""
    settings = Settings()
    if not settings.api_url:
        raise PartFailed("no API: start one by ./dev up, or set KOMEK_API_URL")
    token = first_token.first(settings)

    async def at_the_door() -> None:
        async with client(settings.api_url) as http:
            await do(Door(http, token))

    asyncio.run(at_the_door())


def days_of(**written: list[str] | None) -> list[Day]:
    """Return the days as the API wants them. Raises PartFailed where one is no day, or there is none."""
    days = [_day(turn, each) for turn, some in written.items() for each in some or ()]
    if not days:
        raise PartFailed("no day is named: say --off, --on or --confirm")
    return days


async def show(door: Door, version: str | None) -> None:
    """Show all versions, or one whole."""
    if version is not None:
        Console().print_json(data=_good(await door.get(f"/v1/calendars/{version}")))
        return
    table = Table("version", "", "since", "days", "ordered by", "written in")
    for each in _good(await door.get("/v1/calendars")):
        source = each["source"] or {"ordered_by": "", "written_in": "its file"}
        days = ", ".join(f"{day['turn']} {day['day']}{_where(day)}" for day in each["days"])
        now = "in force" if each["in_force"] else ""
        table.add_row(each["version"], now, each["at"][:16], days, source["ordered_by"], source["written_in"])
    Console().print(table)


async def preview(door: Door, days: list[Day]) -> str:
    """Show the counts and the first appeals; return the version that would be changed."""
    told = await _previewed(door, days, None)
    shown = told["items"][:SHOWN]
    with Console(stderr=True).status("") as status:
        while told["next"]:
            status.update(f"{told['counts']['reckoned']} of {told['counts']['open']} open appeals reckoned")
            told = await _previewed(door, days, told["next"])
            shown += told["items"][: SHOWN - len(shown)]
    counts = told["counts"]
    typer.echo(
        f"{told['base']} → {told['version']}: of {counts['open']} open appeals {counts['moving']} move, "
        f"{counts['later']} later and {counts['earlier']} earlier; on {counts['breached']} of them "
        "a clock has run out already, and stays late"
    )
    table = Table("appeal", "clock", "due", "then")
    for number, moved in _moved(shown):
        then = "late, and stays so" if moved["breached"] else moved["new_due"][:16]
        table.add_row(number, moved["clock"], moved["old_due"][:16], then)
    if table.row_count:
        Console().print(table)
    if counts["moving"] > SHOWN:
        typer.echo(f"these are the first {SHOWN}; the API shows all")
    return str(told["base"])


async def apply(door: Door, change: dict[str, Any], *, sure: bool) -> None:
    """Show what would happen, ask once more unless *sure*, and change the calendar."""
    base = await preview(door, change["days"])
    if not (sure or typer.confirm("Change the calendar so?")):
        raise typer.Exit(1)
    made = _good(await door.post("/v1/calendars", {"base": base, **change}, str(uuid4())))
    typer.echo(f"{made['version']} is in force; {made['left']} open appeals are being told of it")


async def follow(door: Door, version: str, *, wait: bool) -> None:
    """Show how far the change has come; with *wait* until it has reached all."""
    while True:
        calendar = _good(await door.get(f"/v1/calendars/{version}"))
        progress = calendar["progress"] or {"told": "?", "waiting": []}
        waiting = f"; waiting: {', '.join(progress['waiting'])}" if progress["waiting"] else ""
        typer.echo(f"{version}: {progress['told']} appeals told, {calendar['left']} left{waiting}")
        if not (wait and calendar["left"]):
            return
        await asyncio.sleep(GLANCE)


async def _previewed(door: Door, days: list[Day], cursor: str | None) -> Any:
    asked = {"days": days, "limit": PAGE, "cursor": cursor}
    return _good(await door.post("/v1/calendars/preview", asked, str(uuid4())))


def _day(turn: str, written: str) -> Day:
    found = WRITTEN.fullmatch(written)
    if found is None:
        raise PartFailed(f"{written} is no day: write 2027-06-03, 2027-06-03=Feast or 2027-06-03@61=Feast")
    region = {"region": found["region"]} if found["region"] else {}
    return {"day": found["day"], "turn": turn, "name": found["name"] or NAMELESS[turn], **region}


def _moved(items: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for item in items:
        yield from ((item["number"], moved) for moved in item["moved"])


def _where(day: Day) -> str:
    return f" in {day['region']}" if day["region"] else ""


def _good(answer: Answer) -> Any:
    """Return what was answered. Raises PartFailed with the words of a refusal."""
    if not answer.is_good:
        errors = "; ".join(f"{each['field']}: {each['message']}" for each in answer.body.get("errors", []))
        raise PartFailed(f"{answer.body.get('detail', answer.code)} {errors}".strip())
    return answer.body
