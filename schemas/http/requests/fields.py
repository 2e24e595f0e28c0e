"""The kinds of values that people send: each is checked once, here, and named when it is wrong."""

import unicodedata
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    Strict,
    StrictBool,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from domain.country.personal_numbers import is_bin, is_iin
from domain.identity.body_numbers import MAX_BODY_NUMBER_LENGTH, parse_body_number
from domain.policy.topic_fields import MAX_TEXT_LENGTH
from domain.worktime.terms import Term

MAX_NUMBER = 10**15  # JSON readers keep whole numbers exactly up to there
ACCEPTED_YEARS = range(2000, 2101)
INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf"})
EXECUTABLE_SCHEMES = frozenset({"about", "blob", "data", "file", "javascript", "vbscript"})
ALLOWED_CONTROL_CHARACTERS = frozenset("\n\t\r")


def _check_printable(text: str) -> str:
    if any(unicodedata.category(each) == "Cc" and each not in ALLOWED_CONTROL_CHARACTERS for each in text):
        raise PydanticCustomError("control_characters", "control characters")
    return text


def _check_no_nul(text: str) -> str:
    if "\0" in text:
        raise PydanticCustomError("control_characters", "control characters")
    return text


def _check_single_line(text: str) -> str:
    if not ALLOWED_CONTROL_CHARACTERS.isdisjoint(text):
        raise PydanticCustomError("control_characters", "line breaks")
    return _check_printable(text)


def _check_visible(text: str) -> str:
    """Refuse control and format characters, which are invisible: an address has none."""
    if any(unicodedata.category(each) in INVISIBLE_CATEGORIES for each in text):
        raise PydanticCustomError("control_characters", "invisible characters")
    return text


def _check_not_executable(reference: str) -> str:
    if reference.partition(":")[0].lower() in EXECUTABLE_SCHEMES:
        raise PydanticCustomError("wrong_form", "a reference to a document")
    return reference


def _check_accepted_year(moment: datetime) -> datetime:
    if moment.year not in ACCEPTED_YEARS:
        raise PydanticCustomError("moment_out_of_range", "out of range")
    return moment


def _check_iin(text: str) -> str:
    if not is_iin(text):
        raise PydanticCustomError("iin_check_digit", "not an IIN")
    return text


def _check_bin(text: str) -> str:
    if not is_bin(text):
        raise PydanticCustomError("bin_check_digit", "not a BIN")
    return text


def _parse_body_number(text: str) -> str:
    try:
        return parse_body_number(text)
    except ValueError as error:
        raise PydanticCustomError("wrong_body_number", "not a registration number") from error


def _parse_term(written: Any) -> Term:
    if isinstance(written, Term):
        return written
    try:
        return Term.parse(written)
    except (TypeError, ValueError) as error:
        raise PydanticCustomError("wrong_term", "not a term") from error


Flag = Annotated[bool, Strict()]
"""`true` or `false` in a body, and no number or text in its place."""
WholeNumber = Annotated[int, Strict()]
"""A whole number in a body, and no text or fraction in its place."""
Number = Annotated[float, Strict()]
"""A number in a body, and no text in its place."""
Text = Annotated[str, Field(min_length=1, max_length=20_000), AfterValidator(_check_printable)]
Original = Annotated[
    str,
    StringConstraints(strip_whitespace=False, min_length=1, max_length=100_000),
    AfterValidator(_check_no_nul),
]
SingleLineText = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_check_single_line)]
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, Field(pattern=SLUG_PATTERN, max_length=100)]
LegalTermId = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=100)]
RegionCodeOrName = Annotated[
    str,
    Field(
        pattern=r"^([0-9]{2}|[0-9]{9}|[^\W\d_]([^\W\d_]|[ .’'()-]){1,98})$",
        description="KATO, two or nine digits; or a name that it has or had, in any letters.",
    ),
]
Email = Annotated[
    str,
    Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=200),
    AfterValidator(_check_visible),
]
AttachmentReference = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9+.-]*:\S+$", max_length=1000),
    AfterValidator(_check_visible),
    AfterValidator(_check_not_executable),
]
Moment = Annotated[
    AwareDatetime,
    AfterValidator(_check_accepted_year),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "pattern": f"^({ACCEPTED_YEARS[0] // 100}[0-9]{{2}}|{ACCEPTED_YEARS[-1]})-",
            "description": "With its time zone; the year lies between 2000 and 2100.",
            "examples": ["2026-11-23T09:00:00+05:00"],
        }
    ),
]
BodyNumber = Annotated[
    SingleLineText,
    Field(
        max_length=2 * MAX_BODY_NUMBER_LENGTH,
        description="The number in the journal of the body: digits, letters in groups of at most five, and "
        f"`-/.№()`; at most {MAX_BODY_NUMBER_LENGTH} of them. Spaces are left out.",
    ),
    AfterValidator(_parse_body_number),
]
RegisteredOn = Annotated[
    date | None,
    Field(description="The day of that registration: from the day of receipt, by default today."),
]
Day = Annotated[date, Field(ge=date(ACCEPTED_YEARS[0], 1, 1), le=date(ACCEPTED_YEARS[-1], 12, 31))]
Iin = Annotated[str, Field(min_length=12, max_length=12), AfterValidator(_check_iin)]
Bin = Annotated[str, Field(min_length=12, max_length=12), AfterValidator(_check_bin)]
TopicFieldValue = (
    StrictBool
    | Annotated[StrictInt, Field(ge=-MAX_NUMBER, le=MAX_NUMBER)]
    | Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-MAX_NUMBER, le=MAX_NUMBER)]
    | Annotated[str, Field(max_length=MAX_TEXT_LENGTH), AfterValidator(_check_printable)]
)
TopicFields = Annotated[
    dict[LegalTermId, TopicFieldValue],
    Field(max_length=50, description="What the appeal states in the fields of its topic, by their ids."),
]
TermText = Annotated[
    Term,
    BeforeValidator(_parse_term),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,4}(wd|wh|wm|cd|mo|s)$", "examples": ["5wd"]}),
]
