"""`komek calendar`: what is in force, what a change would do, ordering it, and how far it has come."""

from typing import Annotated

import typer

app = typer.Typer(help="Show or change the calendar in force.", no_args_is_help=True)

DAY_FORMAT = "DAY, DAY=NAME or DAY@REGION=NAME, as in 2027-06-03@61=Feast."

DaysOffOption = Annotated[list[str] | None, typer.Option("--off", help=f"Make a day a day off: {DAY_FORMAT}")]
DaysOnOption = Annotated[
    list[str] | None, typer.Option("--on", help="Make a day a working day; same format.")
]
ConfirmOption = Annotated[
    list[str] | None, typer.Option("--confirm", help="Confirm an estimated day off; same format.")
]


@app.command()
def show(version: Annotated[str | None, typer.Argument(help="Version; default: all.")] = None) -> None:
    """List the calendar versions, or show one in full."""
    from runtime.cli import calendar_commands as changing

    changing.run_with_client(lambda door: changing.show(door, version))


@app.command()
def preview(off: DaysOffOption = None, on: DaysOnOption = None, confirm: ConfirmOption = None) -> None:
    """Show which due dates of open appeals a change would move. Changes nothing."""
    from runtime.cli import calendar_commands as changing

    days = changing.parse_days(off=off, on=on, confirm=confirm)
    changing.run_with_client(lambda door: changing.preview(door, days))


@app.command()
def apply(  # noqa: PLR0913, PLR0917 - what is changed, and by what right
    ordered_by: Annotated[str, typer.Option(help="Authority that ordered the change.")],
    written_in: Annotated[str, typer.Option(help="Official publication of the order.")],
    off: DaysOffOption = None,
    on: DaysOnOption = None,
    confirm: ConfirmOption = None,
    per_second: Annotated[float, typer.Option(min=1, max=1000, help="Appeals updated per second.")] = 50.0,
    yes: Annotated[bool, typer.Option("--yes", help="Skip the confirmation prompt.")] = False,  # noqa: FBT002
) -> None:
    """Change the calendar in force and apply it to every open appeal."""
    from runtime.cli import calendar_commands as changing

    change = {
        "days": changing.parse_days(off=off, on=on, confirm=confirm),
        "source": {"ordered_by": ordered_by, "reference": written_in},
        "appeals_per_second": per_second,
    }
    changing.run_with_client(lambda door: changing.apply(door, change, sure=yes))


@app.command()
def status(
    version: Annotated[str, typer.Argument(help="Version being rolled out.")],
    wait: Annotated[bool, typer.Option("--wait", help="Wait until the rollout is complete.")] = False,  # noqa: FBT002
) -> None:
    """Show the progress of a calendar rollout."""
    from runtime.cli import calendar_commands as changing

    changing.run_with_client(lambda door: changing.watch_progress(door, version, wait=wait))
