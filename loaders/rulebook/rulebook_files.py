"""Rulebook files: one TOML file per version of a country's law."""

from pathlib import Path

from domain.law.rulebook import Rulebook
from loaders.rulebook.parse import RulebookErrors, load_rulebook
from loaders.toml.lines import line_at, lines_of

RULEBOOKS_FOLDER = "rulebooks"


def load_rulebooks(folder: Path, country: str) -> tuple[Rulebook, ...]:
    """Return the rulebooks of *country* from the policies in *folder*, by their first day.

    Raises RulebookErrors with every error of all files at once.
    """
    found: dict[Path, Rulebook] = {}
    errors: list[str] = []
    for path in sorted((folder / RULEBOOKS_FOLDER).glob(f"{country}-*.toml")):
        try:
            found[path] = _load_rulebook(path, country)
        except RulebookErrors as broken:
            errors += broken.errors
    days: dict[object, Path] = {}
    for path, rulebook in found.items():
        first = days.setdefault(rulebook.effective, path)
        if first is not path:
            errors.append(
                _error_at(path, "effective", f"{rulebook.effective} is the day of {first.stem} already")
            )
    if errors or not found:
        raise RulebookErrors(errors or [f"{folder / RULEBOOKS_FOLDER}: there are no rulebooks of {country}"])
    return tuple(sorted(found.values(), key=lambda each: each.effective))


def _load_rulebook(path: Path, country: str) -> Rulebook:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulebookErrors([f"{path}: cannot be read: {error}"]) from error
    rulebook = load_rulebook(text, str(path))
    if rulebook.version != path.stem:
        raise RulebookErrors([_error_at(path, "version", f"must be {path.stem}, as the file is called")])
    if rulebook.country != country:
        raise RulebookErrors([_error_at(path, "country", f"must be {country}, as the file's name begins")])
    return rulebook


def _error_at(path: Path, key: str, what: str) -> str:
    line = line_at(lines_of(path.read_text("utf-8")), (key,))
    return f"{path}:{line}: {key}: {what}"
