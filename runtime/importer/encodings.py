"""The encoding of a text file by evidence: a byte order mark, valid UTF-8, or letters as people write them.

Text is never guessed into garbage: where the evidence fits no encoding, or several, the file is refused, and
the caller may name the encoding.
"""

from collections.abc import Iterator
from pathlib import Path

SINGLE_BYTE_ENCODINGS = ("cp1251", "kz1048", "cp866", "koi8_r")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SAMPLE_SIZE = 1_000_000  # characters beyond ASCII by which a single-byte encoding is recognised
ASCII_END = 0x80
BLOCK_SIZE = 1 << 20  # bytes
MIN_SCORE, MIN_LEAD = 0.5, 0.15  # of a plausible text; how much better than any other reading
DAMAGED_UTF8_SHARE = 0.5  # of the bytes beyond ASCII that form valid UTF-8

COMMON_LETTERS = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёәғқңөұүһі")
CAPITALS = frozenset("".join(COMMON_LETTERS).upper())
PUNCTUATION = frozenset("«»„“”‘’–—…№§°\u00a0•©®")


class UnknownEncoding(ValueError):
    """The encoding cannot be recognised; the message says why."""


def detect_encoding(path: Path) -> str:
    """Return the name of the encoding of the text file *path*. Raises UnknownEncoding."""
    with path.open("rb") as file:
        beginning = file.read(4)
    marked = next((name for mark, name in MARKS if beginning.startswith(mark)), None)
    if marked is not None:
        return _checked(path, marked)
    if _is_decodable(path, "utf-8"):
        return _checked(path, "utf-8")
    sample = _sample(path)
    damage = _damaged_utf8(sample)
    if damage is not None:
        raise UnknownEncoding(f"this is UTF-8 with a damaged character in line {damage}: export it again")
    return _checked(path, _best_single_byte(path, sample))


def _checked(path: Path, encoding: str) -> str:
    """Return *encoding* if the whole file is text in it."""
    try:
        with path.open(encoding=encoding, newline="") as file:
            if any("\0" in line for line in file):
                raise UnknownEncoding("it holds NUL characters, so it is no text")
    except UnicodeError as error:
        raise UnknownEncoding(f"it is no whole text in {encoding}") from error
    return encoding


def _is_decodable(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            for _ in iter(lambda: file.read(BLOCK_SIZE), ""):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _sample(path: Path) -> bytes:
    """Return the beginning of the file up to enough bytes beyond ASCII."""
    sample, count = bytearray(), 0
    with path.open("rb") as file:
        while count < SAMPLE_SIZE and (block := file.read(BLOCK_SIZE)):
            sample += block
            count += sum(each >= ASCII_END for each in block)
    return bytes(sample)


def _damaged_utf8(sample: bytes) -> int | None:
    """Return the line of the first damaged character, if most of *sample* beyond ASCII is UTF-8."""
    beyond = sum(each >= ASCII_END for each in sample)
    valid = len(sample.decode("utf-8", "ignore").encode()) - (len(sample) - beyond)
    if not beyond or valid / beyond < DAMAGED_UTF8_SHARE:
        return None
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        return sample.count(b"\n", 0, error.start) + 1
    return None


def _best_single_byte(path: Path, sample: bytes) -> str:
    readings: dict[str, tuple[str, float]] = {}
    for encoding in SINGLE_BYTE_ENCODINGS:
        if _is_decodable(path, encoding):
            text = sample.decode(encoding)
            readings[encoding] = text, plausibility(text)
    ranked = sorted(readings, key=lambda each: -readings[each][1])
    if not ranked or readings[ranked[0]][1] < MIN_SCORE:
        raise UnknownEncoding("its letters make no text in any known encoding")
    text, score = readings[ranked[0]]
    rivals = [name for name in ranked[1:] if readings[name][0] != text]
    if rivals and score - readings[rivals[0]][1] < MIN_LEAD:
        raise UnknownEncoding(f"it may be {ranked[0]} or {rivals[0]}")
    return ranked[0]


def plausibility(text: str) -> float:
    """Return how plausible *text* is as Russian or Kazakh: 1 for perfect letters, below 0 for garbage."""
    scores = list(_letter_scores(text))
    return sum(scores) / len(scores) if scores else 0.0


def _letter_scores(text: str) -> Iterator[float]:
    """Yield a score for each character beyond ASCII: capitals in words and rare signs are implausible."""
    before = " "
    for each in text:
        if each.isascii():
            before = each
            continue
        if each in COMMON_LETTERS:
            yield 1.0
        elif each in CAPITALS:
            yield -2.0 if before in COMMON_LETTERS else 0.5
        else:
            yield 0.0 if each in PUNCTUATION else -3.0
        before = each
