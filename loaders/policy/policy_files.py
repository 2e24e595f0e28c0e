"""Policy files: one TOML file each, next to the calendars that they name."""

from pathlib import Path

from domain.policy.policy import Policy
from domain.worktime.working_calendar import Calendar
from loaders.calendar import calendar_files
from loaders.policy.parse import PolicyErrors, load_policy
from loaders.toml.lines import line_at, lines_of

CALENDARS_FOLDER = "calendars"


def load_policy_with_calendar(folder: Path, name: str) -> tuple[Policy, Calendar]:
    """Return the policy *name* of *folder* and its calendar.

    Raises PolicyErrors or CalendarErrors with every error at once.
    """
    path = folder / f"{name}.toml"
    text = _read_text(path)
    policy = load_policy(text, str(path), lambda version: _load_calendar(folder, version))
    if policy.name != name:
        line = line_at(lines_of(text), ("name",))
        raise PolicyErrors([f"{path}:{line}: name: must be {name}, as the file is called"])
    return policy, calendar_files.load(_calendar_path(folder, policy.calendar))


def _read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as missing:
        known = ", ".join(sorted(each.stem for each in path.parent.glob("*.toml"))) or "none"
        raise PolicyErrors([f"{path}: there is no such policy; there are {known}"]) from missing
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyErrors([f"{path}: cannot be read: {error}"]) from error


def _load_calendar(folder: Path, version: str) -> Calendar | None:
    path = _calendar_path(folder, version)
    return calendar_files.load(path) if path.is_file() else None


def _calendar_path(folder: Path, version: str) -> Path:
    return folder / CALENDARS_FOLDER / f"{version}.toml"
