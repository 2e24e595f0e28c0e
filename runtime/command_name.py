"""The name under which a person runs Komek's commands: `./dev` in a checkout, `komek` when installed."""

from pathlib import Path

IS_CHECKOUT = (Path(__file__).resolve().parents[1] / "dev").is_file()
REINSTALL_HINT = (
    "remove .venv and run ./dev up" if IS_CHECKOUT else "install komek again with its pinned packages"
)


def command_line(words: str) -> str:
    """Return the command line that runs the `komek` command *words* on this installation."""
    return f"{'./dev' if IS_CHECKOUT else 'komek'} {words}"
