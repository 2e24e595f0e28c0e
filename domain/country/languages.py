"""Languages: detection of the language of a text, and letters folded for search.

Kazakh is often typed on a Russian keyboard (комек for көмек) or in Latin letters, so each word votes for a
language: by its letters, as one of the commonest words, or by sounds that the other language lacks.
The result is a guess that a person may overrule; only a certain result may refuse a text.
"""

import re
from collections import Counter
from enum import StrEnum

from domain.country.unicode_forms import normalised

KAZAKH_LETTERS = frozenset("әғқңөұүһі")
FOLDING = str.maketrans("әғқңөұүһіё", "агкноуухие")
WORD = re.compile(r"[^\W\d_]+")
LATIN_WORD = re.compile(r"[a-zäöüğşçñıūáóúǵńý]+", re.IGNORECASE)
KAZAKH_IN_LATIN = re.compile(r"[äöüğşçñıūáóúǵńý]|q(?!u)")
LATIN_TO_CYRILLIC = {"zh": "ж", "sh": "ш", "ch": "ч", "gh": "г", "kh": "х"} | dict(
    zip("abdefghijklmnopqrstuvwyz", "абдефгхижклмнопкрстувуыз", strict=True)
)
LATIN_LETTER = re.compile("|".join(LATIN_TO_CYRILLIC))
LATIN_SHORT_I = re.compile(r"(?<=[aeo])[yi]|(?<=u)[yi]$")
NOT_KAZAKH_SOUNDS = (
    re.compile(  # letters of loans, two consonants to begin with, an о after the first syllable
        r"[вфцщъьэё]|^[бвгджзклмнпрстфхцчшщ]{2}|^[^аеиоуыюя]*[аеиоуыюя].*о"
    )
)
NOT_RUSSIAN_SOUNDS = re.compile(  # ы after ы, the neighbours of у, and Kazakh endings
    r"ы[^аеиоуыюя]+ы(?!й$|е$|х$|м$|ми$)|[аеиы]у[аеиы]|иу|уи(?!т)|[уы]й[^аеиоуыюя]"
    r"|ы[зкнпс]$|[аеиуй][пз]$|и[зп]$|[лдт]ик$|[дсн]ин$|г[аеы]н?$|[дтлн][аеы][рн]$|[лнрй]д[ыи]$|еди$|тт[ыи]$"
)
MIN_WORD_LENGTH = 3  # letters from which the sounds of a word are significant
MIN_VOTES, MAJORITY_FACTOR = 2, 4  # votes needed for certainty, and their ratio to all other votes


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KAZAKH_WORDS = _words(
    "мен менин маган мени менде сен сиз сизге сиздин биз биздин бизге бизди ол олар оны онын осы мына сол "
    "бул жане немесе бирак ушин туралы бойынша кейин дейин гана де ма ме бе ба бар жок емес керек кажет "
    "калай кашан кайда неге ким болады болды болмайды болып деп деген еди екен комек комектесиниз "
    "комектесиниздер бериниз берсениз отинем отинемин отиниш сураймын сураймыз салем саламатсызба "
    "салеметсиз салеметсизбе саламатсыздарма рахмет аудан ауыл кала коше уй уйим баспана патер пэтер бала "
    "балам балалар балаларым отбасы ана аке жумыс жумыссыз жалакы акша жардемакы зейнетакы мектеп балабакша "
    "су жол жарык аким акимдик казак тили тилинде мемлекеттик кезек кезекте жыл жылы айда бугин ертен"
)
RUSSIAN_WORDS = _words(
    "и в во не на я что чтобы с со по как для мне меня мой моя мою моей нам нас наш наша нашей от мы у или "
    "это этот эта но за к ко о об из до без был была было были есть нет уже еще очень где когда почему если "
    "он она они их его ее им вас вам вы ваш который которая которые также так же бы ли все при прошу просим "
    "помогите помочь помощь пожалуйста здравствуйте спасибо добрый день дом дома доме квартира квартиру "
    "улица улице город село район дети детей ребенок семья муж работа работы деньги вода свет дорога школа "
    "школе сад можно нужно надо хочу могу получить сделать сколько какие какой один через раз"
)
ENGLISH_WORDS = _words(
    "the of and to a in is you that it he was for are as with his they at be this have from or one had by "
    "not but what all were we when your can said there an each which she do how their if will has would "
    "about been our us my me please no any after who could them these into because since cannot must did "
    "does i its so"
)


class Language(StrEnum):
    """The languages of Komek's texts."""

    KAZAKH = "kk"
    RUSSIAN = "ru"
    ENGLISH = "en"


STATE_LANGUAGE = Language.KAZAKH  # an answer may always be in it


def fold(text: str) -> str:
    """Return *text* in small letters, the Kazakh ones as their Russian look-alikes."""
    return normalised("NFC", text).casefold().translate(FOLDING)


def detect(text: str) -> Language | None:
    """Return the most likely language of *text*, or None if it has no words."""
    words = WORD.findall(normalised("NFC", text))
    votes = _votes(words).most_common(1)
    if votes or not words:
        return votes[0][0] if votes else None
    latin = sum(len(word) for word in words if LATIN_WORD.fullmatch(word))
    return Language.ENGLISH if latin * 2 > sum(map(len, words)) else Language.RUSSIAN


def detect_with_certainty(text: str) -> Language | None:
    """Return the language of *text* if it is beyond reasonable doubt: never for a name or a word or two."""
    votes = _votes(WORD.findall(normalised("NFC", text)))
    for language, count in votes.most_common(1):
        if count >= MIN_VOTES and count >= MAJORITY_FACTOR * (votes.total() - count):
            return language
    return None


def contradicts_language(text: str, language: str) -> bool:
    """Return whether *text* is certainly not in the stated *language*."""
    return detect_with_certainty(text) not in (None, language)


def _votes(words: list[str]) -> Counter[Language]:
    return Counter(vote for word in words if (vote := _vote(word)))


def _vote(word: str) -> Language | None:
    folded = fold(word)
    if LATIN_WORD.fullmatch(word):
        spelt = LATIN_LETTER.sub(lambda letter: LATIN_TO_CYRILLIC[letter[0]], LATIN_SHORT_I.sub("й", folded))
        if KAZAKH_IN_LATIN.search(word.casefold()) or spelt in KAZAKH_WORDS:
            return Language.KAZAKH
        return Language.ENGLISH if folded in ENGLISH_WORDS else None
    if not KAZAKH_LETTERS.isdisjoint(word.casefold()) or folded in KAZAKH_WORDS:
        return Language.KAZAKH
    if folded in RUSSIAN_WORDS:
        return Language.RUSSIAN
    return None if len(word) < MIN_WORD_LENGTH or word.istitle() else _language_by_sounds(folded)


def _language_by_sounds(folded: str) -> Language | None:
    """Return the language whose sounds a word has, or None where it fits several."""
    match bool(NOT_RUSSIAN_SOUNDS.search(folded)), bool(NOT_KAZAKH_SOUNDS.search(folded)):
        case True, False:
            return Language.KAZAKH
        case False, True:
            return Language.RUSSIAN
        case _:
            return None
