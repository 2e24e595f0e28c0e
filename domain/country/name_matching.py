"""Name matching: one skeleton for all spellings of the same name.

Әбілқайыр, Абилкаир, Abilqaiyr and Abilkair have the same skeleton; the same holds for place names.
The folding rules and their limits: docs/decisions/names-by-skeleton.md.
"""

import re
from unicodedata import category, combining

from domain.country.unicode_forms import normalised

TRANSLITERATION = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфхыэ", "abvgdeeziiklmnoprstufhie", strict=True))
    | dict(zip("әғқңөұүһі", "agknouuhi", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya"}
    | {"ı": "i", "ş": "sh", "ç": "ch", "ý": "u"}  # Kazakh in Latin letters
    | dict.fromkeys("ъьʼ’'`")
)
PHONETIC_REPLACEMENTS = {
    "dzh": "j",
    "dj": "j",
    "zh": "j",
    "gh": "g",
    "kh": "h",
    "c": "k",
    "q": "k",
    "x": "ks",
    "w": "u",
}
PHONETIC_PATTERN = re.compile(r"dzh|dj|zh|gh|kh|c(?!h)|q|x|w")
IE_SEQUENCE = re.compile(r"(?<![iy])[iy]++e")
WORD = re.compile(r"\w+")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LOOK_ALIKES = str.maketrans("ABCEHIKMOPTXYaceiopxyh", "АВСЕНІКМОРТХУасеіорхуһ")
NON_WORD = re.compile(r"[\W_]+")
REPEATED_LETTER = re.compile(r"([^\W\d_])\1+")


def skeleton(name: str) -> str:
    """Return the form in which *name* is compared: small Latin letters and digits, no marks or doubling.

    Invisible characters are dropped, full-width letters are plain ones, and Latin letters inside a Cyrillic
    word are the Cyrillic ones that look the same.
    """
    visible = "".join(each for each in normalised("NFKC", name) if category(each) != "Cf")
    cyrillic = WORD.sub(lambda word: _without_look_alikes(word[0]), visible)
    letters = normalised("NFC", cyrillic.casefold()).translate(TRANSLITERATION)
    plain = "".join(each for each in normalised("NFD", letters) if not combining(each))
    sounds = PHONETIC_PATTERN.sub(lambda spelt: PHONETIC_REPLACEMENTS[spelt[0]], plain)
    vowels = IE_SEQUENCE.sub("e", sounds).replace("y", "i")
    return REPEATED_LETTER.sub(r"\1", NON_WORD.sub(" ", vowels)).strip()


def _without_look_alikes(word: str) -> str:
    return word.translate(LOOK_ALIKES) if CYRILLIC.search(word) else word
