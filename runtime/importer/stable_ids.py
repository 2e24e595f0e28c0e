"""Stable ids and idempotency keys derived from the values of a file."""

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


class IdempotencyKeys:
    """Idempotency keys of rows: from the row's own id, or else from its content and its occurrence count."""

    def __init__(self, source: str) -> None:
        """Make keys that are unique to *source*."""
        self._source = source
        self._occurrences: Counter[str] = Counter()

    def next_key(self, identity: str, cells: dict[str, str]) -> str:
        """Return the key of the next row, from its *identity* if it has one."""
        if identity:
            return f"import-{_hex_digest(self._source, 'id', identity)}"
        content = _hex_digest(*(part for cell in sorted(cells.items()) for part in cell))
        self._occurrences[content] += 1
        return f"import-{_hex_digest(self._source, 'row', content, str(self._occurrences[content]))}"


def _hex_digest(*words: str) -> str:
    return sha256("\x1f".join(words).encode()).hexdigest()[:40]
