"""Every function that reads a text of a citizen takes time in proportion to its length."""

import time
from collections.abc import Callable

import pytest

from domain.country.languages import contradicts_language, detect, fold
from domain.country.name_matching import skeleton
from domain.identity.identifiers import TalonNumber, parse_tracking_code
from runtime.importer.encodings import plausibility
from runtime.importer.plain_text import to_plain_text
from runtime.importer.stable_ids import slug
from schemas.http.requests.phones import split_phone

READERS: tuple[Callable[[str], object], ...] = (
    skeleton,
    detect,
    fold,
    lambda text: contradicts_language(text, "kk"),
    to_plain_text,
    slug,
    plausibility,
    lambda text: _refused(TalonNumber.parse, text),
    lambda text: _refused(parse_tracking_code, text),
    split_phone,
)
MARKUP = ("<!-- ", "<script ", "<style>", "</script ", '<p "', "<p '", "<p \"<p '", "<a:a", "<p '\"`", "&lt;")
LETTERS = ("iy", "и", "ы", "ыб", "аы", "уи", "q", "dz", "ﷺ", "\u0316\u0300", "\u0344", "a\u0301")
SIGNS = (" ", "\n", "- ", "7")
SMALL, LARGE = 2_000, 16_000  # characters
ALLOWED = 3 * LARGE / SMALL  # the growth of linear work, with a margin; squared work grows by 64
NEGLIGIBLE = 0.05  # seconds below which a time is noise


def _refused(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what it says is tested elsewhere
        read(text)


def seconds(read: Callable[[str], object], text: str) -> float:
    """Return the least processor time of three readings of *text*."""
    times = []
    for _ in range(3):
        began = time.process_time()
        read(text)
        times.append(time.process_time() - began)
    return min(times)


@pytest.mark.parametrize("unit", MARKUP + LETTERS + SIGNS, ids=ascii)
def test_no_text_takes_the_square_of_its_length(unit: str) -> None:
    for read in READERS:
        small, large = (seconds(read, (unit * size)[:size]) for size in (SMALL, LARGE))
        assert large < NEGLIGIBLE or large < small * ALLOWED, (read, small, large)


def test_an_unended_comment_is_kept_and_an_ended_one_is_not() -> None:
    assert to_plain_text("да<!-- нет --> и <!-- конца нет <style>p{}</style>") == "да и <!-- конца нет"
