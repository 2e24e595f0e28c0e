"""`komek import-organisations`: adds a file of organisations to the directory; a dry run unless applied."""

import asyncio
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console

from domain.errors import UnknownRegion
from domain.identity.people import Role
from domain.policy.policy import NATIONWIDE, Organisation, Policy, with_imported
from domain.policy.regions import RegionHistory
from domain.policy.superiors import can_be_superior, in_circles
from loaders.policy import policy_files
from loaders.regions import region_files
from runtime.errors import ActionableError
from runtime.importer import report as reports
from runtime.importer.rows import Rejection
from runtime.importer.tables import Row, SourceTable, UnreadableFile
from runtime.settings import Settings
from schemas.http.directory import OrganisationBody
from schemas.http.requests.fields import SLUG_PATTERN
from store.database.engine import create_engine
from store.reference import policies

EXIT_SOME_REJECTED = 2
TITLES = {"kk": "title_kk", "ru": "title_ru", "en": "title_en"}
REQUIRED = ("id", "kind", *TITLES.values())
OPTIONAL = ("region", "roles", "superior", "external")
DEFAULT_ROLES = (Role.OFFICER, Role.SUPERVISOR)
SEPARATOR = re.compile(r"[\s,;]+")
FLAGS = {"": False} | {
    word: flag
    for flag, words in ((True, "1 true yes да иә"), (False, "0 false no нет жоқ"))
    for word in words.split()
}


@dataclass(slots=True)
class OrganisationFile:
    """The organisations of a file by their ids, the line of each, and what is wrong with the file."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DirectoryChange:
    """The organisations of a file that are new to the directory, changed or unchanged in it."""

    new: tuple[Organisation, ...]
    changed: tuple[Organisation, ...]
    unchanged: int


def run(
    settings: Settings, file: Path, report: Path | None = None, encoding: str | None = None, *, apply: bool
) -> int:
    """Add the organisations of *file* to the directory, or with *apply* false only count them.

    Nothing is written where a row is wrong. Returns 0, or 2 if some rows are. Raises ActionableError.
    """
    try:
        table = SourceTable(file, encoding)
    except UnreadableFile as error:
        raise ActionableError(str(error)) from error
    _check_columns(table.columns)
    policy, _ = policy_files.load_policy_with_calendar(settings.policies, settings.policy)
    history = region_files.load_former_regions(settings.policies, policy.law)
    read = read_organisations(table.rows(), policy, history)
    console = Console()
    change = asyncio.run(_change_directory(settings, policy, read, apply=apply))
    total, rejected = len(read.lines), len({each.line for each in read.rejections})
    console.print(
        f"{total:,} organisations: {len(change.new):,} new, {len(change.changed):,} changed, "
        f"{change.unchanged:,} unchanged; {rejected:,} lines with errors",
        highlight=False,
        soft_wrap=True,
    )
    if read.rejections:
        place = reports.write(report or reports.default_path(file), read.rejections)
        console.print(f"Nothing was written. The errors are listed in {place}", markup=False, soft_wrap=True)
        return EXIT_SOME_REJECTED
    if not apply:
        console.print("This was a dry run: nothing was written. Repeat it with --apply.", highlight=False)
    return 0


def read_organisations(rows: Iterable[Row], policy: Policy, history: RegionHistory) -> OrganisationFile:
    """Return the organisations that *rows* state, with the errors of single rows."""
    read = OrganisationFile()
    for row in rows:
        name = _cell(row, "id")
        found = list(_row_errors(row, read, policy))
        if not found:
            try:
                read.organisations[name] = _organisation(row, policy, history)
            except ValidationError as error:
                found = [(_column(each["loc"]), each["msg"]) for each in error.errors(include_url=False)]
            except UnknownRegion as error:
                found = [("region", f"no such region; similar are {error.details['near']}")]
        read.lines.setdefault(name, row.line)
        read.rejections += (Rejection(row.line, column, reason) for column, reason in found)
    return read


def check_directory(read: OrganisationFile, known: Mapping[str, Organisation]) -> Iterator[Rejection]:
    """Yield what is wrong with the organisations of a file beside the *known* ones."""
    directory = {**known, **read.organisations}
    circling = in_circles({each.id: each.superior for each in directory.values()})
    for name, each in read.organisations.items():
        line, former = read.lines[name], known.get(name)
        if former is not None and former.external is not each.external:
            yield Rejection(line, "external", "people cannot be added to an external body, or taken away")
        if each.superior and not can_be_superior(directory.get(each.superior)):
            yield Rejection(line, "superior", "there is no such organisation, or no officer works in it")
        elif name in circling:
            yield Rejection(line, "superior", "the superiors lead back to the organisation itself")


def directory_change(read: OrganisationFile, known: Mapping[str, Organisation]) -> DirectoryChange:
    """Return what the organisations of a file are to the *known* ones."""
    own = read.organisations.values()
    new = tuple(each for each in own if each.id not in known)
    changed = tuple(each for each in own if known.get(each.id, each) != each)
    return DirectoryChange(new, changed, len(own) - len(new) - len(changed))


async def _change_directory(
    settings: Settings, policy: Policy, read: OrganisationFile, *, apply: bool
) -> DirectoryChange:
    """Complete the errors of *read* by the directory, and write it if there are none and *apply* is set."""
    engine = create_engine(settings.database_url, pool_size=settings.database_pool)
    async with engine.begin() as connection:
        imported, _ = await policies.imported_reference_data(connection)
        known = with_imported(policy, imported).organisations
        read.rejections += check_directory(read, known)
        change = directory_change(read, known)
        if apply and not read.rejections:
            await policies.add_imported(connection, organisations=[*change.new, *change.changed])
    await engine.dispose()
    return change


def _check_columns(columns: list[str]) -> None:
    missing = [each for each in REQUIRED if each not in columns]
    unknown = [each for each in columns if each not in {*REQUIRED, *OPTIONAL}]
    if missing or unknown:
        accepted = ", ".join((*REQUIRED, *OPTIONAL))
        raise ActionableError(
            f"the columns are {accepted}; missing: {', '.join(missing) or 'none'}, "
            f"unknown: {', '.join(unknown) or 'none'}"
        )


def _row_errors(row: Row, read: OrganisationFile, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield the columns of *row* that are wrong by themselves, each with its reason."""
    yield from row.faults_of((*REQUIRED, *OPTIONAL)).items()
    name = _cell(row, "id")
    if not re.fullmatch(SLUG_PATTERN, name):
        yield "id", "small Latin letters, digits and hyphens"
    elif name in policy.organisations:
        yield "id", "the policy defines this organisation itself"
    elif name in read.lines:
        yield "id", f"also in line {read.lines[name]}"
    if _cell(row, "external").casefold() not in FLAGS:
        yield "external", "yes or no"


def _organisation(row: Row, policy: Policy, history: RegionHistory) -> Organisation:
    """Return the organisation of *row*. Raises ValidationError or UnknownRegion."""
    external = FLAGS[_cell(row, "external").casefold()]
    roles = [each for each in SEPARATOR.split(_cell(row, "roles")) if each]
    body = OrganisationBody.model_validate(
        {
            "kind": _cell(row, "kind"),
            "region": _cell(row, "region"),
            "titles": {language: _cell(row, column) for language, column in TITLES.items()},
            "superior": _cell(row, "superior") or None,
            "external": external,
            "roles": roles or ([] if external else DEFAULT_ROLES),
        }
    )
    region = history.resolve(body.region, policy.regions).id if body.region else NATIONWIDE
    return replace(body.organisation(_cell(row, "id")), region=region)


def _column(location: tuple[int | str, ...]) -> str:
    first = str(location[0]) if location else ""
    return TITLES.get(str(location[1]), first) if first == "titles" and len(location) > 1 else first


def _cell(row: Row, column: str) -> str:
    return row.cells.get(column, "").strip()
