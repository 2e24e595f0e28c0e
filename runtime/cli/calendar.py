"""The options of `komek calendar`: show, preview, apply and status."""

from typing import Annotated

import typer

app = typer.Typer(help="Show or change the calendar in force.", no_args_is_help=True)

DAY_FORMAT = "DAY, DAY=NAME or DAY@REGION=NAME, as in 2027-06-03@61=Feast."

DaysOffOption = Annotated[
    list[str] | None, typer.Option("--day-off", help=f"Make a day a day off: {DAY_FORMAT}")
]
WorkingDaysOption = Annotated[
    list[str] | None, typer.Option("--working-day", help="Make a day a working day; same format.")
]
ConfirmedDaysOption = Annotated[
    list[str] | None, typer.Option("--confirm-estimated", help="Confirm an estimated day off; same format.")
]


@app.command()
def show(version: Annotated[str | None, typer.Argument(help="Version; default: all.")] = None) -> None:
    """List the calendar versions, or show one in full."""
    from runtime.cli import calendar_commands as commands

    commands.run_with_client(lambda api: commands.show(api, version))


@app.command()
def preview(
    day_off: DaysOffOption = None,
    working_day: WorkingDaysOption = None,
    confirm_estimated: ConfirmedDaysOption = None,
) -> None:
    """Show which due dates of open appeals a change would move. Changes nothing."""
    from runtime.cli import calendar_commands as commands

    days = commands.parse_days(day_off, working_day, confirm_estimated)
    commands.run_with_client(lambda api: commands.preview(api, days))


@app.command()
def apply(  # noqa: PLR0913, PLR0917 - one parameter per option
    ordered_by: Annotated[str, typer.Option(help="Authority that ordered the change.")],
    written_in: Annotated[str, typer.Option(help="Official publication of the order.")],
    day_off: DaysOffOption = None,
    working_day: WorkingDaysOption = None,
    confirm_estimated: ConfirmedDaysOption = None,
    per_second: Annotated[float, typer.Option(min=1, max=1000, help="Appeals updated per second.")] = 50.0,
    assume_yes: Annotated[  # noqa: FBT002
        bool, typer.Option("--assume-yes", help="Skip the confirmation prompt.")
    ] = False,
) -> None:
    """Change the calendar in force and apply it to every open appeal."""
    from runtime.cli import calendar_commands as commands

    change = {
        "days": commands.parse_days(day_off, working_day, confirm_estimated),
        "source": {"issued_by": ordered_by, "reference": written_in},
        "appeals_per_second": per_second,
    }
    commands.run_with_client(lambda api: commands.apply(api, change, assume_yes=assume_yes))


@app.command()
def status(
    version: Annotated[str, typer.Argument(help="Version being rolled out.")],
    wait: Annotated[bool, typer.Option("--wait", help="Wait until the rollout is complete.")] = False,  # noqa: FBT002
) -> None:
    """Show the progress of a calendar rollout."""
    from runtime.cli import calendar_commands as commands

    commands.run_with_client(lambda api: commands.watch_progress(api, version, wait=wait))
