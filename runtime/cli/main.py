"""The `komek` command; each subcommand imports only what it needs."""

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
from runtime.command_name import command_line
from runtime.errors import ActionableError
from runtime.settings import Settings

app = typer.Typer(
    name="komek",
    help="Durable case orchestration of citizens' appeals.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.add_typer(calendar.app, name="calendar")

PortOption = Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 picks a free port.")]
DataFolderOption = Annotated[Path | None, typer.Option(help="Data folder; default: .komek.")]


@app.command()
def up(
    data: DataFolderOption = None,
    api_port: PortOption = 8000,
    ui_port: PortOption = 8233,
    temporal_port: PortOption = 7233,
    postgres_port: PortOption = 0,
) -> None:
    """Start PostgreSQL, Temporal, the worker and the API; Ctrl-C stops them all."""
    from rich.console import Console

    from runtime.devstack import stack

    folder = data or Settings().data
    stack.up(folder.resolve(), stack.Ports(api_port, ui_port, temporal_port, postgres_port), Console())


@app.command()
def doctor(data: DataFolderOption = None) -> None:
    """Check this installation and suggest fixes."""
    from rich.console import Console

    from runtime.cli import doctor as practice

    raise typer.Exit(practice.run_checks(data, Console()))


@app.command()
def migrate() -> None:
    """Migrate the database to the latest schema."""
    from store.database.migrate import upgrade_database

    upgrade_database(_settings().database_url)


@app.command()
def register_search_attributes() -> None:
    """Register Komek's search attributes in the Temporal namespace; `up` does this automatically."""
    import asyncio

    from runtime import temporal_client

    async def register() -> None:
        await temporal_client.register_search_attributes(await temporal_client.connect(_settings()))

    asyncio.run(register())


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
def operator_token() -> None:
    """Show the first operator's token, with which all other people are added."""
    from runtime import first_token

    typer.echo(first_token.first_operator_token(_settings()))


@app.command()
def demo(
    appeals: Annotated[int, typer.Option(min=1, max=5000, help="Number of appeals.")] = 521,
    seconds: Annotated[float, typer.Option(min=5, max=3600, help="Approximate duration in seconds.")] = 80,
) -> None:
    """Simulate appeals in the running stack, with terms of seconds."""
    from runtime import demo as show

    raise typer.Exit(show.run(_settings(), appeals, seconds))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV or XLSX.")],
    mapping: Annotated[
        str | None, typer.Option(help="Column mapping: the name of a shipped mapping, or a TOML file.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="File for the list of rejected rows; default: next to FILE.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="The encoding of a text file, such as kz1048; detected by default.")
    ] = None,
) -> None:
    """Import appeals from a file; a repeated run imports only new rows."""
    from runtime import importer

    raise typer.Exit(importer.run(_settings(), file, mapping, report, encoding))


@app.command()
def import_organisations(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, XLSX or ODS.")],
    apply: Annotated[bool, typer.Option("--apply", help="Write; without it, a dry run.")] = False,  # noqa: FBT002 - a flag
    report: Annotated[
        Path | None, typer.Option(help="File for the list of errors; default: next to FILE.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="The encoding of a text file, such as kz1048; detected by default.")
    ] = None,
) -> None:
    """Add the organisations of a file to the directory; a dry run unless applied."""
    from runtime.cli import import_organisations as process

    raise typer.Exit(process.run(_settings(), file, report, encoding, apply=apply))


@app.command()
def cutover(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, XLSX or ODS.")],
    mapping: Annotated[str, typer.Option(help="Column mapping: a TOML file.")],
    apply: Annotated[bool, typer.Option("--apply", help="Write; without it, a dry run.")] = False,  # noqa: FBT002 - a flag
    report: Annotated[
        Path | None, typer.Option(help="File for the list of rejected rows; default: next to FILE.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="The encoding of a text file, such as kz1048; detected by default.")
    ] = None,
) -> None:
    """Take the appeals of an old system over, with their past; a dry run unless applied."""
    from runtime.importer import cutover as process

    raise typer.Exit(process.run(_settings(), file, mapping, report, encoding, apply=apply))


RegistrationDayOption = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of registration, inclusive.")
]


@app.command()
def time_ledger(
    group_by: Annotated[
        Literal["organisation", "region", "topic"], typer.Option(help="Key to group the totals by.")
    ],
    registered_from: RegistrationDayOption = None,
    registered_to: RegistrationDayOption = None,
) -> None:
    """Export the time ledger totals as CSV."""
    from runtime.cli import ledger_export

    first, last = (each.date() if each else None for each in (registered_from, registered_to))
    ledger_export.write_csv(_settings(), group_by, first, last, sys.stdout)


@app.command()
def rebuild_projections() -> None:
    """Rebuild the projections from the events."""
    from runtime.cli import maintenance

    maintenance.rebuild_projections(_settings())


@app.command()
def reconcile(
    *,
    after_restore: Annotated[
        bool,
        typer.Option("--after-restore", help="First end the workflows that contradict the restored events."),
    ] = False,
) -> None:
    """Compare open appeals with their workflows, and restart missing workflows."""
    from runtime.cli import maintenance

    maintenance.reconcile(_settings(), after_restore=after_restore)


@app.command()
def replay(
    sample: Annotated[int, typer.Option(min=1, max=100_000, help="Maximum number of histories.")] = 200,
) -> None:
    """Replay running workflows against this code before an upgrade; the exit code is 1 if any fails."""
    from rich.console import Console

    from runtime.cli import replay as replaying

    raise typer.Exit(replaying.run(_settings(), sample, Console()))


def main() -> NoReturn:
    """Run the command and exit immediately.

    The interpreter's own shutdown is skipped: Temporal's threads may call into an interpreter that is
    shutting down, and abort a process whose work is done.
    """
    code = _run_app()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _run_app() -> int:
    try:
        app()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception as raised:  # noqa: BLE001 -- the last handler before the process exits
        _print_error(raised)
    return 1


def _print_error(raised: Exception) -> None:
    """Print errors that a person can fix in one line, and all others with their traceback."""
    from sqlalchemy.exc import OperationalError

    from loaders.calendar.calendar_files import CalendarErrors
    from loaders.policy.parse import PolicyErrors

    match raised:
        case ActionableError() | PolicyErrors() | CalendarErrors():
            lines = [str(raised)]
        case ValidationError():
            lines = [
                f"KOMEK_{'_'.join(map(str, error['loc'])).upper()}: {error['msg']}"
                for error in raised.errors(include_input=False)
            ]
        case OperationalError():
            lines = [f"database unavailable: {str(raised.orig).splitlines()[0]}"]
        case _:
            traceback.print_exception(raised)
            return
    for line in lines:
        print(f"komek: {line}", file=sys.stderr)


def _settings() -> Settings:
    """Return the settings of a command that needs the database, with its log set up."""
    settings = Settings()
    if not settings.database_url:
        raise ActionableError(f"no database configured: run {command_line('up')}, or set KOMEK_DATABASE_URL")
    logs.configure(settings.log_format, settings.log_level)
    return settings


if __name__ == "__main__":
    main()
