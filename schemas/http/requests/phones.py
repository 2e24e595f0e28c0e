"""Telephone numbers as people write them, and as machines compare them: E.164, "+77010000000"."""

from typing import Annotated

from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_valid_number, parse
from pydantic import Field

from schemas.http.requests.fields import SingleLineText

MAX_PHONE_LENGTH = 50  # characters
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


PhoneText = Annotated[
    SingleLineText,
    Field(
        max_length=MAX_PHONE_LENGTH,
        description="As people write it, with its code; kept as E.164. Text without a number is kept as "
        "another contact, with the warning `phone_unreadable`.",
    ),
]
