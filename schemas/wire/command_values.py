"""The values of commands that come by signal, as far as they can be checked without the database."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from unicodedata import category

from domain.commands import PersonCommand
from schemas.wire.documents import document_fields

MAX_WORD_LENGTH = 200


def is_open_to_signals(command: PersonCommand) -> bool:
    """Return whether *command* carries no law or calendar of its sender, and only short printable words."""
    has_documents = bool(document_fields(type(command)))
    return not has_documents and all(map(_is_word, _words_in(command)))


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
