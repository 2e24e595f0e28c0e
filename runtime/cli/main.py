"""The `komek` command: each word is one thing to do, and imports only what that thing needs."""

import os
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer
from pydantic import ValidationError

from runtime import logs
from runtime.cli import calendar
from runtime.errors import PartFailed
from runtime.settings import Settings

app = typer.Typer(
    name="komek",
    help="Carry citizens' appeals from the counter to the outcome.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.add_typer(calendar.app, name="calendar")

Port = Annotated[int, typer.Option(min=0, max=65535, help="Its port; 0 is any free one.")]
Data = Annotated[Path | None, typer.Option(help="Folder to keep everything in; .komek if not named.")]


@app.command()
def up(
    data: Data = None,
    api_port: Port = 8000,
    ui_port: Port = 8233,
    temporal_port: Port = 7233,
    postgres_port: Port = 0,
) -> None:
    """Start PostgreSQL, Temporal, the worker and the API as one; Ctrl-C stops all."""
    from rich.console import Console

    from runtime.devstack import stack

    folder = data or Settings().data
    stack.up(folder.resolve(), stack.Ports(api_port, ui_port, temporal_port, postgres_port), Console())


@app.command()
def doctor(data: Data = None) -> None:
    """Tell what is wrong with this installation, and how to mend it."""
    from rich.console import Console

    from runtime.cli import doctor as practice

    raise typer.Exit(practice.examine(data, Console()))


@app.command()
def migrate() -> None:
    """Bring the database to the newest shape."""
    from store.database.migrate import upgrade

    upgrade(_settings().database_url)


@app.command()
def register() -> None:
    """Make our search attributes known to Temporal's namespace; `up` does so by itself."""
    import asyncio

    from runtime import temporal_client

    async def tell() -> None:
        await temporal_client.register_search_attributes(await temporal_client.connect(_settings()))

    asyncio.run(tell())


@app.command()
def worker() -> None:
    """Run one worker until SIGTERM."""
    from runtime.processes import worker as process

    process.run(_settings())


@app.command()
def serve() -> None:
    """Run one API until SIGTERM."""
    from runtime.processes import api

    api.serve(_settings())


@app.command()
def token() -> None:
    """Show the token of the first operator, who lets in all others."""
    from runtime import first_token

    typer.echo(first_token.first(_settings()))


@app.command()
def demo(
    appeals: Annotated[int, typer.Option(min=1, max=5000, help="How many come.")] = 521,
    seconds: Annotated[float, typer.Option(min=5, max=3600, help="About how long it takes.")] = 80,
) -> None:
    """Watch made-up appeals live their lives in the running stack, by rules in seconds."""
    from runtime import demo as show

    raise typer.Exit(show.run(_settings(), appeals, seconds))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV or XLSX.")],
    mapping: Annotated[str | None, typer.Option(help="Which column is what: a name, or a TOML file.")] = None,
    report: Annotated[Path | None, typer.Option(help="Where to list the rejected rows; beside FILE.")] = None,
) -> None:
    """Bring appeals in from a file; a second time brings in what is new."""
    from runtime import importer

    raise typer.Exit(importer.run(_settings(), file, mapping, report))


Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="By the day of registration.")]


@app.command()
def ledger(
    by: Annotated[Literal["organisation", "region", "topic"], typer.Option(help="The key of its lines.")],
    first: Day = None,
    last: Day = None,
) -> None:
    """Write where the time of the appeals went, added up, as CSV."""
    from runtime.cli import ledger_export

    begins, ends = (each.date() if each else None for each in (first, last))
    ledger_export.write(_settings(), by, begins, ends, sys.stdout)


@app.command()
def rebuild() -> None:
    """Make the read tables again from the events."""
    from runtime.cli import maintenance

    maintenance.rebuild(_settings())


@app.command()
def sweep() -> None:
    """Compare open appeals with their workflows, and mend."""
    from runtime.cli import maintenance

    maintenance.sweep(_settings())


def main() -> NoReturn:
    """Do what was asked, and end at once.

    Python's own ending is not waited for: Temporal's threads may reach for an interpreter that is
    half gone, and abort a process whose work is done.
    """
    code = _obey()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _obey() -> int:
    try:
        app()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception as trouble:  # noqa: BLE001 -- the last word before the process ends
        _explain(trouble)
    return 1


def _explain(trouble: Exception) -> None:
    """Say what a person can mend in a line, and all else in full."""
    from sqlalchemy.exc import OperationalError

    from loaders.calendar.calendar_files import BrokenCalendar
    from loaders.policy.parse import PolicyErrors

    match trouble:
        case PartFailed() | PolicyErrors() | BrokenCalendar():
            lines = [str(trouble)]
        case ValidationError():
            lines = [
                f"KOMEK_{'_'.join(map(str, error['loc'])).upper()}: {error['msg']}"
                for error in trouble.errors(include_input=False)
            ]
        case OperationalError():
            lines = [f"the database does not answer: {str(trouble.orig).splitlines()[0]}"]
        case _:
            traceback.print_exception(trouble)
            return
    for line in lines:
        print(f"komek: {line}", file=sys.stderr)


def _settings() -> Settings:
    """Return the settings of a command that needs the database, with its log set up."""
    settings = Settings()
    if not settings.database_url:
        raise PartFailed("no database: start one by ./dev up, or set KOMEK_DATABASE_URL")
    logs.configure(settings.log_format, settings.log_level)
    return settings


if __name__ == "__main__":
    main()
