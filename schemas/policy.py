"""A policy's file, read: the policy itself, or every error in it, each with its line."""

import re
import tomllib
from collections.abc import Callable
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from domain.people import Group
from domain.plan import WORKER_OF, Step
from domain.policy import Policy, Theme
from domain.workdays import Calendar
from schemas.lines import Path, line_at, lines_of
from schemas.policy_checks import Checks, Fault, present
from schemas.policy_shape import Draft

Calendars = Callable[[str], Calendar | None]
T = TypeVar("T")

KEY = "[key]"
TABLES = frozenset({"specialists", "ladders", "steps"})
LISTS = frozenset({"regions", "themes", "organisations", "topics"})
_AT_LINE = re.compile(r" \(at line (?P<line>[0-9]+), column [0-9]+\)$")
_AT_END = " (at end of document)"


class PolicyErrors(Exception):
    """A policy that cannot be used. Each error is ``file:line: path: what is wrong; what is accepted``."""

    def __init__(self, errors: list[str]) -> None:
        self.errors = errors
        super().__init__("\n".join(errors))


def load_policy(text: str, source: str, calendars: Calendars) -> Policy:
    """Return the policy that *text* writes down; *source* is what errors call it.

    *calendars* looks up a calendar by its version. Raises PolicyErrors with every error at once.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyErrors([_broken(text, source, str(error))]) from error
    draft, faults = _drafted(data, calendars)
    if faults:
        lines = lines_of(text)
        found = {(line_at(lines, at), f"{_written(data, at)}: {what}") for at, what in faults}
        raise PolicyErrors([f"{source}:{line}: {what}" for line, what in sorted(found)])
    return _built(draft)


def _broken(text: str, source: str, error: str) -> str:
    """Return a mistake in TOML itself in the shape of all errors."""
    found = _AT_LINE.search(error)
    line = int(found["line"]) if found else text.count("\n") + 1
    return f"{source}:{line}: this is not TOML: {_AT_LINE.sub('', error).removesuffix(_AT_END)}"


def _drafted(data: dict[str, Any], calendars: Calendars) -> tuple[Draft, list[Fault]]:
    """Return the file as far as it can be understood, and all that is wrong with it."""
    faults: list[Fault] = []
    cut: set[str] = set()
    try:
        draft = Draft.model_validate(data)
    except ValidationError as broken:
        faults = [(_path(error), _said(error)) for error in broken.errors()]
        cut = {str(error["loc"][0]) for error in broken.errors()}
        draft = Draft.model_validate(_without(data, [error["loc"] for error in broken.errors()]))
    calendar = calendars(draft.calendar) if draft.calendar else None
    return draft, [*faults, *Checks(draft, frozenset(cut), calendar).faults()]


def _without(data: dict[str, Any], broken: list[Path]) -> dict[str, Any]:
    """Return *data* with None in place of each item, or else each section, in which something is broken."""
    whole: dict[str, Any] = {
        name: list(value) if isinstance(value, list) else dict(value) if isinstance(value, dict) else value
        for name, value in data.items()
    }
    for section, *inside in broken:
        name = str(section)
        if name not in Draft.model_fields:
            whole.pop(name, None)
        elif not inside or name not in TABLES | LISTS or inside[1:2] == [KEY]:
            whole[name] = None
        elif whole[name] is not None:
            whole[name][inside[0]] = None
    return whole


def _path(error: ErrorDetails) -> Path:
    return tuple(part for part in error["loc"] if part != KEY)


def _said(error: ErrorDetails) -> str:
    """Return what is wrong in our own words, and what is accepted."""
    keys, accepted = _accepted(error["loc"])
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


def _accepted(path: Path) -> tuple[list[str], str]:
    """Return the keys known where the last part of *path* stands, and what that part may be."""
    model: type[BaseModel] | None = Draft
    keys, accepted = list(Draft.model_fields), ""
    named = [part for place, part in enumerate(path) if place != 1 or path[0] not in TABLES]
    for part in named:
        if model is None or isinstance(part, int):
            continue
        keys = list(model.model_fields)
        field = model.model_fields.get(part)
        accepted = field.description or "" if field else ""
        model = _model_in(field.annotation) if field else None
    return keys, accepted


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _model_in(each))), None)


def _written(data: object, path: Path) -> str:
    """Return *path* as people read it; an item of a list goes by its id, if it has one."""
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


def _built(draft: Draft) -> Policy:
    """Return the policy of a draft in which nothing is wrong."""
    ladders = {name: _there(each).ladder() for name, each in _there(draft.ladders).items()}
    regions = [each.region() for _, each in present("regions", draft.regions)]
    themes = [Theme(each.id, each.titles.titles()) for _, each in present("themes", draft.themes)]
    topics = [each.topic() for _, each in present("topics", draft.topics)]
    organisations = [
        organisation
        for _, each in present("organisations", draft.organisations)
        for organisation in each.organisations(regions)
    ]
    return Policy(
        name=_there(draft.name),
        version=_there(draft.version),
        calendar=_there(draft.calendar),
        statute=_there(draft.statute).schedule(ladders),
        steps={
            step: _there(each).rule(ladders, _there(each).lapse) for step, each in _there(draft.steps).items()
        },
        side=_there(draft.side).rule(ladders),
        receipt=draft.receipt.plan(ladders) if draft.receipt else None,
        limits=_there(draft.limits).limits(),
        fallback=Group(_there(draft.fallback), WORKER_OF[Step.AGENCY]),
        specialists={each: _there(name) for each, name in _there(draft.specialists).items()},
        sponsor=_there(draft.sponsor),
        regions={each.id: each for each in regions},
        themes={each.id: each for each in themes},
        organisations={each.id: each for each in organisations},
        topics={each.id: each for each in topics},
    )


def _there(value: T | None) -> T:
    """Return *value*, which a draft without faults has."""
    if value is None:
        raise ValueError("a draft with gaps is no policy")
    return value
