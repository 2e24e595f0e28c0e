"""Query parameters of lists: filters, limit and cursor."""

import re
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from domain.country.languages import Language
from domain.identity.identifiers import number_fragment
from domain.identity.people import Role
from domain.policy.plan import Step
from domain.state.appeal import Status
from domain.state.task import Purpose, TaskState
from schemas.base import RequestBody
from schemas.http.requests.fields import Bin, BodyNumber, Flag, Iin, Moment, SingleLineText, Slug, WholeNumber
from schemas.http.requests.intake import Category, Channel
from schemas.http.requests.phones import SearchedPhone


def _check_number_fragment(text: str) -> str:
    try:
        number_fragment(text)
    except ValueError as error:
        raise PydanticCustomError("invalid_number", "not a part of a number") from error
    return text


RegionId = Field(None, pattern=r"^[0-9]{2}$", description="The first two digits of KATO.")
CURSOR_PATTERN: JsonDict = {
    "pattern": "^[A-Za-z0-9_-]+$"
}  # only described: what is no cursor is refused as such
Cursor = Field(
    None, max_length=1000, description="`next_cursor` of the page before.", json_schema_extra=CURSOR_PATTERN
)


NumberFragment = Annotated[
    SingleLineText,
    Field(max_length=40, description="Three or more letters and digits of the appeal's number, in order."),
    AfterValidator(_check_number_fragment),
]
MIN_SEARCHED_LETTERS = 3  # of one word: fewer are in too many names and texts to search by


def _check_searchable(text: str) -> str:
    longest = max((len(word) for word in re.findall(r"[^\W_]+", text)), default=0)
    if longest < MIN_SEARCHED_LETTERS:
        raise PydanticCustomError("too_short", "no long word", {"min_length": MIN_SEARCHED_LETTERS})
    return text


SearchedName = Annotated[
    SingleLineText,
    Field(description="A part of an applicant's name, with a word of three or more letters."),
    AfterValidator(_check_searchable),
]
SearchedWords = Annotated[
    SingleLineText,
    Field(
        description="Words of the applicant's text, in any form, one of three or more letters; "
        "the first 20 of them count."
    ),
    AfterValidator(_check_searchable),
]
LevelFilter = Field(
    None, ge=1, le=20, description="Escalated ones: a level of the ladder at least this high is called."
)
OverdueFilter = Field(default=False, description="Only those past their due date.")
CategoryFilter = Field(None, description="The category of an applicant.")


class AppealOrder(StrEnum):
    """The order of a list of appeals."""

    NEWEST = "newest"
    DUE = "due"
    LEVEL = "level"


class TaskOrder(StrEnum):
    """The order of a list of tasks."""

    DUE = "due"
    LEVEL = "level"


class AppealListParams(RequestBody):
    """Filters of the list of appeals."""

    status: Status | None = None
    stage: Step | Status | None = None
    topic: Slug | None = None
    region: str | None = RegionId
    organisation: Slug | None = Field(None, description="Who has it now.")
    channel: Channel | None = None
    language: Language | None = None
    needs_attention: bool | None = None
    urgent: bool | None = None
    category: Category | None = CategoryFilter
    level: int | None = LevelFilter
    due_before: Moment | None = Field(None, description="Open ones, by their statutory due date.")
    overdue: bool = Field(default=False, description="Only those past their statutory due date.")
    registered_from: Moment | None = None
    registered_before: Moment | None = None
    source: Slug | None = Field(None, description="The other system that it came from.")
    source_id: SingleLineText | None = Field(
        None, max_length=200, description="The id of its record in the system `source`."
    )
    sort: AppealOrder = Field(
        AppealOrder.NEWEST,
        description="`due`: open ones whose term runs, the earliest statutory due date first. "
        "`level`: escalated ones, the highest level first.",
    )
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Cursor

    @field_validator("source_id")
    @classmethod
    def _check_system(cls, source_id: str | None, info: ValidationInfo) -> str | None:
        if source_id is not None and info.data.get("source") is None:
            raise PydanticCustomError("missing_source", "an id without its system")
        return source_id


class SoughtPersonBody(RequestBody):
    """A person, as a clerk who registers an appeal knows them: by IIN or BIN, or by name and phone."""

    iin: Iin | None = None
    bin: Bin | None = None
    name: SingleLineText | None = None
    phone: SearchedPhone | None = Field(
        None, description="Counts together with the name.", validate_default=True
    )

    @field_validator("phone")
    @classmethod
    def _check_identifies(cls, phone: str | None, info: ValidationInfo) -> str | None:
        known = info.data
        if not (known.get("iin") or known.get("bin") or (known.get("name") and phone)):
            raise PydanticCustomError("missing", "an IIN or BIN, or a name and a phone are required")
        return phone


class AppealSearchBody(AppealListParams):
    """Filters of appeals that must not be in an address."""

    needs_attention: Flag | None = None
    overdue: Flag = Field(default=False, description="Only those past their statutory due date.")
    urgent: Flag | None = None
    level: WholeNumber | None = LevelFilter
    limit: WholeNumber = Field(50, ge=1, le=200)
    name: SearchedName | None = None
    iin: Iin | None = None
    bin: Bin | None = None
    phone: SearchedPhone | None = None
    number: NumberFragment | None = None
    body_number: BodyNumber | None = Field(
        None, description="The whole number under which a body that has or had it has registered it."
    )
    words: SearchedWords | None = None
    person: SoughtPersonBody | None = Field(None, description="Only the appeals of this person.")


class TaskFilterParams(RequestBody):
    """Filters of open tasks."""

    organisation: Slug | None = None
    role: Role | None = Field(None, description="With an organisation, or of your own.")
    holder: UUID | None = None
    mine: bool = Field(default=False, description="Only those that you hold.")
    state: list[TaskState] = Field([], max_length=len(TaskState))
    step: Step | None = None
    region: str | None = RegionId
    due_before: Moment | None = Field(None, description="Due before this moment, by the step or by the law.")
    overdue: bool = OverdueFilter
    level: int | None = LevelFilter
    topic: Slug | None = None
    purpose: Purpose | None = None
    language: Language | None = Field(None, description="The language of the appeal.")
    category: Category | None = CategoryFilter
    urgent: bool | None = None
    needs_attention: bool | None = None


class TaskCountParams(TaskFilterParams):
    """Filters of open tasks, and whether to count all of them."""

    exact: bool = Field(default=False, description="Count all of them, not only the thousand most urgent.")


class TaskListParams(TaskFilterParams):
    """Filters of open tasks, with order, limit and cursor."""

    sort: TaskOrder = Field(
        TaskOrder.DUE,
        description="`due`: the most urgent first. `level`: escalated ones, the highest level first.",
    )
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Cursor
