"""`komek calendar`: what is in force, what a change would do, ordering it, and how far it has come."""

from typing import Annotated

import typer

app = typer.Typer(help="Show the calendar in force, and change it.", no_args_is_help=True)

FORM = "DAY, DAY=NAME or DAY@REGION=NAME, as in 2027-06-03@61=Feast."

Off = Annotated[list[str] | None, typer.Option("--off", help=f"A day that is made off: {FORM}")]
On = Annotated[list[str] | None, typer.Option("--on", help="A day that is worked, in the same form.")]
Confirm = Annotated[list[str] | None, typer.Option("--confirm", help="An expected day off, now certain.")]


@app.command()
def show(version: Annotated[str | None, typer.Argument(help="All, if none is named.")] = None) -> None:
    """Show the versions of the calendar, or one of them whole."""
    from runtime.cli import calendar_commands as changing

    changing.ask(lambda door: changing.show(door, version))


@app.command()
def preview(off: Off = None, on: On = None, confirm: Confirm = None) -> None:
    """Show which open appeals a change would move, from when to when. Nothing is changed."""
    from runtime.cli import calendar_commands as changing

    days = changing.days_of(off=off, on=on, confirm=confirm)
    changing.ask(lambda door: changing.preview(door, days))


@app.command()
def apply(  # noqa: PLR0913, PLR0917 - what is changed, and by what right
    ordered_by: Annotated[str, typer.Option(help="Who ordered it.")],
    written_in: Annotated[str, typer.Option(help="Where it is written.")],
    off: Off = None,
    on: On = None,
    confirm: Confirm = None,
    per_second: Annotated[float, typer.Option(min=1, max=1000, help="Appeals told in a second.")] = 50.0,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask once more.")] = False,  # noqa: FBT002
) -> None:
    """Change the calendar in force, and tell every open appeal of it."""
    from runtime.cli import calendar_commands as changing

    change = {
        "days": changing.days_of(off=off, on=on, confirm=confirm),
        "source": {"ordered_by": ordered_by, "written_in": written_in},
        "per_second": per_second,
    }
    changing.ask(lambda door: changing.apply(door, change, sure=yes))


@app.command()
def status(
    version: Annotated[str, typer.Argument(help="The version that is on its way.")],
    wait: Annotated[bool, typer.Option("--wait", help="Until it has reached all.")] = False,  # noqa: FBT002
) -> None:
    """Show how far a change has come on its way to the open appeals."""
    from runtime.cli import calendar_commands as changing

    changing.ask(lambda door: changing.follow(door, version, wait=wait))
