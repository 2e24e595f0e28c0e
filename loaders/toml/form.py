"""Reading of TOML files written by people: the draft, or every error with its line."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from loaders.toml.lines import Path, line_at, lines_of

Violation = tuple[Path, str]
D = TypeVar("D", bound=BaseModel)
T = TypeVar("T")

# A number is not a text, and an unknown key is an error.
STRICT_CONFIG = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)
KEY_MARKER = "[key]"
_AT_LINE = re.compile(r" \(at line (?P<line>[0-9]+), column [0-9]+\)$")
_AT_END = " (at end of document)"


class FileErrors(Exception):
    """A file is invalid. Each error is ``file:line: path: what is wrong; what is accepted``."""

    def __init__(self, errors: list[str]) -> None:
        self.errors = errors
        super().__init__("\n".join(errors))


@dataclass(frozen=True)
class FileFormat(Generic[D]):
    """The format of one sort of file. Every section of *draft* may be None if it is too broken.

    A part of *tables* and *lists* may be None, so that the intact parts around it are still checked.
    """

    draft: type[D]
    tables: frozenset[str]
    lists: frozenset[str]
    errors: type[FileErrors]

    def read(self, text: str, source: str, checks: Callable[[D, frozenset[str]], Iterable[Violation]]) -> D:
        """Return the draft of *text*; *source* is its name in errors.

        *checks* yields errors between the parts; it also gets the sections that are cut out.
        """
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise self.errors([_syntax_error(text, source, str(error))]) from error
        draft, faults, cut = self._parse_draft(data)
        faults += checks(draft, cut)
        if faults:
            lines = lines_of(text)
            found = {(line_at(lines, at), f"{_readable_path(data, at)}: {what}") for at, what in faults}
            raise self.errors([f"{source}:{line}: {what}" for line, what in sorted(found)])
        return draft

    def _parse_draft(self, data: dict[str, Any]) -> tuple[D, list[Violation], frozenset[str]]:
        """Return the intact part of the file, and its own errors."""
        try:
            return self.draft.model_validate(data), [], frozenset()
        except ValidationError as broken:
            errors = broken.errors()
        draft = self.draft.model_validate(self._without_broken(data, [error["loc"] for error in errors]))
        faults = [(_error_path(error), self._error_message(error)) for error in errors]
        return draft, faults, frozenset(str(error["loc"][0]) for error in errors)

    def _without_broken(self, data: dict[str, Any], broken: list[Path]) -> dict[str, Any]:
        """Return *data* with None for each part, or else each section, that has an error."""
        whole: dict[str, Any] = {name: _copy(value) for name, value in data.items()}
        for section, *inside in broken:
            name = str(section)
            if name not in self.draft.model_fields:
                whole.pop(name, None)
            elif not inside or name not in self.tables | self.lists or inside[1:2] == [KEY_MARKER]:
                whole[name] = None
            elif whole[name] is not None:
                whole[name][inside[0]] = None
        return whole

    def _error_message(self, error: ErrorDetails) -> str:
        """Return the error and the accepted values in plain words."""
        keys, accepted = self._accepted_at(error["loc"])
        match error["type"]:
            case "extra_forbidden":
                return f"this key is not known here; there are {', '.join(keys)}"
            case "missing":
                return f"is missing; write {accepted}"
            case "value_error":
                return error["msg"].removeprefix("Value error, ")
            case "enum":
                return error["msg"].replace("Input should", "must")
            case "string_pattern_mismatch":
                return f"is not accepted; write {accepted}"
            case _:
                return f"{error['msg'].replace('Input should', 'must')}; write {accepted}"

    def _accepted_at(self, path: Path) -> tuple[list[str], str]:
        """Return the keys known at the position of the last part of *path*, and its accepted values."""
        model: type[BaseModel] | None = self.draft
        keys, accepted = list(self.draft.model_fields), ""
        named = [part for place, part in enumerate(path) if place != 1 or path[0] not in self.tables]
        for part in named:
            if model is None or isinstance(part, int):
                continue
            keys = list(model.model_fields)
            field = model.model_fields.get(part)
            accepted = field.description or "" if field else ""
            model = _model_in(field.annotation) if field else None
        return keys, accepted


def require(value: T | None) -> T:
    """Return *value*, which a draft without errors has."""
    if value is None:
        raise ValueError("a draft with gaps cannot be used")
    return value


def valid_items(name: str, items: Sequence[T | None] | None) -> Iterator[tuple[Path, T]]:
    """Yield the intact items of the list *name* with their paths."""
    for number, item in enumerate(items or ()):
        if item is not None:
            yield (name, number), item


def duplicate_ids(ids: list[tuple[Path, str]]) -> Iterator[Violation]:
    """Yield each repeated id."""
    seen: Counter[str] = Counter()
    for at, name in ids:
        seen[name] += 1
        if seen[name] > 1:
            yield at, f"{name} is there already: an id names one thing"


def _syntax_error(text: str, source: str, error: str) -> str:
    """Return a TOML syntax error in the form of all errors."""
    found = _AT_LINE.search(error)
    line = int(found["line"]) if found else text.count("\n") + 1
    return f"{source}:{line}: this is not TOML: {_AT_LINE.sub('', error).removesuffix(_AT_END)}"


def _copy(value: object) -> object:
    return list(value) if isinstance(value, list) else dict(value) if isinstance(value, dict) else value


def _error_path(error: ErrorDetails) -> Path:
    return tuple(part for part in error["loc"] if part != KEY_MARKER)


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _model_in(each))), None)


def _readable_path(data: object, path: Path) -> str:
    """Return *path* in readable form; an item of a list is named by its id if it has one."""
    words = ""
    for key in path:
        match data, key:
            case list(), int():
                data = data[key]
                words += f"[{data.get('id', key)}]" if isinstance(data, dict) else f"[{key}]"
            case _:
                data = data.get(key) if isinstance(data, dict) else None
                words += f".{key}"
    return words.removeprefix(".")
