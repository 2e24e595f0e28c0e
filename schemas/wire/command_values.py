"""The values of commands from outside, as far as they can be checked without the database."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from unicodedata import category

from domain import commands as c
from schemas.wire.documents import document_fields

MAX_WORD_LENGTH = 200


ONLY_BY_API = (c.Merge, c.CorrectApplicant, c.ChangeRepresentative, c.RequestRecusal)
"""Commands that need data, or a lock, which only the API has."""


def is_open_to_outsiders(command: c.PersonCommand) -> bool:
    """Return whether *command* may come from outside, and has only short printable words.

    It may carry no law, plan, calendar, proof of delivery or earlier date that is its sender's word.
    """
    if isinstance(command, ONLY_BY_API) or document_fields(type(command)):
        return False
    states_past = any(getattr(command, name, None) for name in ("notification", "happened_on"))
    return not states_past and all(map(_is_word, _words_in(command)))


def _is_word(written: str) -> bool:
    return len(written) <= MAX_WORD_LENGTH and not any(category(each) == "Cc" for each in written)


def _words_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _words_in(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _words_in(getattr(value, field.name))
