"""Cursors: opaque positions in a list, valid only for the query that returned them."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from application.errors import UseCaseError, invalid_field
from store.feeds import FEED_END, FEED_START, MAX_GENERATION, MAX_POSITION, Feed, FeedPosition, FeedSection

FROM_NOW = "now"

MAX_LEVEL = 2**15
PAGING_PARAMETERS = {"limit", "cursor"}


def encode_cursor(question: Mapping[str, object], *place: str) -> str:
    """Return the cursor of *place* in the answer to *question*."""
    written = json.dumps([_question_digest(question), *place])
    return urlsafe_b64encode(written.encode()).decode().rstrip("=")


def decode_cursor(question: Mapping[str, object], cursor: str) -> list[str]:
    """Return the place that *cursor* marks. Raises UseCaseError where it is not one of *question*'s."""
    try:
        mark, *place = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError) as error:
        raise invalid_cursor() from error
    if mark != _question_digest(question) or not all(isinstance(part, str) for part in place):
        raise invalid_cursor()
    return list(map(str, place))


def parse_cursor(
    question: Mapping[str, object], cursor: str | None, *parsers: Callable[[str], object]
) -> tuple[Any, ...] | None:
    """Return the place that *cursor* marks, each part read by its parser; None without a cursor.

    Raises UseCaseError where it is no cursor of *question*.
    """
    if cursor is None:
        return None
    place = decode_cursor(question, cursor)
    try:
        return tuple(parse(part) for parse, part in zip(parsers, place, strict=True))
    except ValueError as error:
        raise invalid_cursor() from error


def parse_moment(written: str) -> datetime:
    """Return the moment that is *written* with its offset. Raises ValueError."""
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None:
        raise ValueError(written)
    return moment


def parse_level(written: str) -> int:
    """Return the level of the ladder that is *written*. Raises ValueError."""
    level = int(written)
    if not 0 < level < MAX_LEVEL:
        raise ValueError(written)
    return level


def feed_position(feed: Feed, cursor: str | None) -> FeedPosition:
    """Return the position that *cursor* marks in *feed*: the beginning without one, the end with ``now``.

    Raises UseCaseError where it is a cursor of another list.
    """
    if not cursor:
        return FEED_START
    if cursor == FROM_NOW:
        return FEED_END
    try:
        generation, position = decode_cursor({"of": feed}, cursor)
        place = FeedPosition(int(generation), int(position))
    except ValueError as error:
        raise invalid_cursor() from error
    if not (0 <= place.generation <= MAX_GENERATION and 0 <= place.position <= MAX_POSITION):
        raise invalid_cursor()
    return place


def next_feed_cursor(feed: Feed, cursor: str | None, section: FeedSection, places: Sequence[int]) -> str:
    """Return the cursor after *places*, the positions of a page of *section*.

    It is *cursor* itself where the page is empty, unless that marks no position.
    """
    if places or not cursor or cursor == FROM_NOW:
        last = places[-1] if places else section.after
        return encode_cursor({"of": feed}, str(section.generation), str(last))
    return cursor


def invalid_cursor() -> UseCaseError:
    """Return the error of an invalid cursor."""
    return invalid_field("cursor", "wrong_cursor")


def _question_digest(question: Mapping[str, object]) -> str:
    asked = json.dumps(sorted((name, str(value)) for name, value in question.items()))
    return sha256(asked.encode()).hexdigest()[:12]
