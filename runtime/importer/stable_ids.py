"""Stable ids derived from the values of a file."""

import re
from collections import Counter
from hashlib import sha256

TRANSLITERATION = str.maketrans(
    {
        **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", strict=True)),
        **dict(zip("әғқңөұүһі", "agqnouuhi", strict=True)),
    }
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
    | dict.fromkeys("ъь", "")
)
NON_SLUG = re.compile(r"[^a-z0-9]+")
MAX_SLUG_LENGTH = 60
DIGEST_LENGTH = 6


def slug(words: str) -> str:
    """Return a readable id for the value *words*, made unique by a short digest."""
    words = " ".join(words.split()).casefold()
    readable = NON_SLUG.sub("-", words.translate(TRANSLITERATION))[:MAX_SLUG_LENGTH].strip("-")
    return f"{readable}-{_hex_digest(words)[:DIGEST_LENGTH]}".lstrip("-")


class RowIdentities:
    """Identities of rows in their source: the row's own id, or else its content and its occurrence count."""

    def __init__(self) -> None:
        """Count no occurrences yet."""
        self._occurrences: Counter[str] = Counter()

    def next_identity(self, own_id: str, cells: dict[str, str]) -> tuple[str, str]:
        """Return the identity of the next row, its *own_id* if it has one, and the digest of its *cells*."""
        content = _hex_digest(*(part for cell in sorted(cells.items()) for part in cell))
        if own_id:
            return own_id, content
        self._occurrences[content] += 1
        return f"row-{content}-{self._occurrences[content]}", content


def _hex_digest(*words: str) -> str:
    return sha256("\x1f".join(words).encode()).hexdigest()[:40]
