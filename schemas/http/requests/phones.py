"""Telephone numbers as people write them, and as machines compare them: E.164, "+77010000000"."""

from typing import Annotated

from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_valid_number, parse
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from schemas.http.requests.fields import SingleLineText

MAX_PHONE_LENGTH = 50  # characters
MIN_SEARCHED_DIGITS = 4
DEFAULT_COUNTRY = "KZ"  # where a number without a country is from; there it begins with 8


def to_e164(text: str, home: str = DEFAULT_COUNTRY) -> str:
    """Return the number that *text* writes, without an extension, or say that it is none.

    One digit too few is found even after an 8. Text that cannot be a number is kept as another contact, as it
    was written, and is no reason to refuse an appeal.
    """
    try:
        number = parse(text, home)
    except NumberParseException as error:
        raise ValueError("this is not a telephone number") from error
    if not is_valid_number(number):
        raise ValueError("this is not a whole telephone number with its code")
    return format_number(number, PhoneNumberFormat.E164)


def is_phone(text: str) -> bool:
    """Return whether *text* can be a telephone number."""
    try:
        return bool(to_e164(text))
    except ValueError:
        return False


def split_phone(text: str) -> tuple[str | None, str | None]:
    """Return the number that *text* writes in E.164, and *text* itself where the number is not all of it."""
    if not is_phone(text):
        return None, text
    return to_e164(text), text if parse(text, DEFAULT_COUNTRY).extension else None


def phone_fragments(text: str) -> tuple[str, ...]:
    """Return what a stored number contains that *text* writes whole or in part; a first 8 stands for 7 too.

    Raises ValueError for fewer than four digits.
    """
    if is_phone(text):
        return (to_e164(text),)
    digits = "".join(each for each in text if each.isdecimal())
    if len(digits) < MIN_SEARCHED_DIGITS:
        raise ValueError("four or more digits of a telephone number are needed")
    return (digits, "7" + digits[1:]) if digits.startswith("8") else (digits,)


def _check_searchable(text: str) -> str:
    try:
        phone_fragments(text)
    except ValueError as error:
        raise PydanticCustomError(
            "too_short", "too few digits", {"min_length": MIN_SEARCHED_DIGITS}
        ) from error
    return text


SearchedPhone = Annotated[
    SingleLineText,
    Field(max_length=MAX_PHONE_LENGTH, description="A telephone number as people write it, or a part of it."),
    AfterValidator(_check_searchable),
]
PhoneText = Annotated[
    SingleLineText,
    Field(
        max_length=MAX_PHONE_LENGTH,
        description="As people write it, with its code; kept as E.164. Text without a number is kept as "
        "another contact, with the warning `phone_unreadable`.",
    ),
]
