"""Names folded for search: one skeleton for all the ways in which the same name is spelt.

Әбілқайыр, Абилкаир, Abilqaiyr and Abilkair are one; so it is with names of places.
What is folded away, and what is not: docs/decisions/names-by-skeleton.md.
"""

import re
from unicodedata import combining, normalize

LETTERS = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфхыэ", "abvgdeeziiklmnoprstufhie", strict=True))
    | dict(zip("әғқңөұүһі", "agknouuhi", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya"}
    | {"ı": "i", "ş": "sh", "ç": "ch", "ý": "u"}  # Kazakh in Latin letters
    | dict.fromkeys("ъьʼ’'`")
)
SOUNDS = {"dzh": "j", "dj": "j", "zh": "j", "gh": "g", "kh": "h", "c": "k", "q": "k", "x": "ks", "w": "u"}
SPELT = re.compile(r"dzh|dj|zh|gh|kh|c(?!h)|q|x|w")
IE = re.compile(r"[iy]+e")
BETWEEN = re.compile(r"[\W_]+")
AGAIN = re.compile(r"([^\W\d_])\1+")


def skeleton(name: str) -> str:
    """Return what of *name* is compared: small Latin letters and digits, no marks, nothing doubled."""
    letters = normalize("NFC", name.casefold()).translate(LETTERS)
    plain = "".join(each for each in normalize("NFD", letters) if not combining(each))
    sounds = SPELT.sub(lambda spelt: SOUNDS[spelt[0]], plain)
    vowels = IE.sub("e", sounds).replace("y", "i")
    return AGAIN.sub(r"\1", BETWEEN.sub(" ", vowels)).strip()
