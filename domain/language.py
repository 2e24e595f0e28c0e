"""Languages: which one a text is written in, and letters folded for search.

Many people type Kazakh on a Russian keyboard (комек for көмек) or in Latin letters, so words and
endings are compared after folding. What is told here is a guess that a person may overrule.
"""

import re
from enum import StrEnum
from unicodedata import normalize

KAZAKH_LETTERS = frozenset("әғқңөұүһі")
FOLDED = str.maketrans("әғқңөұүһіё", "агкноуухие")
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile(r"[a-zäöüğşñıūáóúǵńý]+")
KAZAKH_LATIN_LETTERS = frozenset("äöüğşñıūáóúǵńý")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KAZAKH_WORDS = _words(
    "мен менин маган мени менде сен сиз сизге сиздин биз биздин бизге бизди ол олар оны онын осы мына сол "
    "бул жане немесе бирак ушин туралы бойынша кейин дейин гана де ма ме бе ба бар жок емес керек кажет "
    "калай кашан кайда неге ким болады болды болмайды болып деп деген еди екен комек комектесиниз "
    "комектесиниздер бериниз берсениз отинем отинемин отиниш сураймын сураймыз салем саламатсызба "
    "саламатсыздарма рахмет аудан ауыл кала коше уй уйим баспана патер пэтер бала балам балалар балаларым "
    "отбасы ана аке жумыс жумыссыз жалакы акша жардемакы зейнетакы мектеп балабакша су жол жарык аким "
    "акимдик казак тили тилинде мемлекеттик кезек кезекте жыл жылы айда бугин ертен"
)
RUSSIAN_WORDS = _words(
    "и в во не на я что чтобы с со по как для мне меня мой моя мою моей нам нас наш наша нашей от мы у "
    "или это этот эта но за к ко о об из до без был была было были есть нет уже еще очень где когда "
    "почему если он она они их его ее им вас вам вы ваш который которая которые также так же бы ли все "
    "при прошу просим помогите помочь помощь пожалуйста здравствуйте спасибо добрый день дом дома доме "
    "квартира квартиру улица улице город село район дети детей ребенок семья муж работа работы деньги "
    "вода свет дорога школа школе сад можно нужно надо хочу могу получить сделать сколько какие какой"
)
KAZAKH_LATIN_WORDS = _words(
    "men menin magan sen siz sizge biz bizdin bizge zhane jane ushin bar zhok joq emes kerek bolady boldy "
    "dep komek otinem otinemin suraimyn suraymyn salem salemetsizbe rahmet audan auyl qala kala koshe "
    "bala balam balalar otbasy zhumys jumys zhardemaky jardemaqy mektep balabaqsha su zhol jol zharyk "
    "jaryq akim akimdik qazaq kazak tili kezek kashan qashan kaida qaida nege beriniz qalai kalai uy bul "
    "osy"
)
KAZAKH_ENDINGS = tuple(
    _words(
        "ындар индер ыныз иниз ымыз имиз ынын инин нын нин дын дин тын лар лер дар дер тар тер мын мин пын "
        "пин сыз лык лик дык дик майды мейди амыз емиз ады йды йди ган ген кан кен сын бын бин дан ден тан "
        "тен нан нен ымда имде сында синде гын ныз ып низши нызши"
    )
)
RUSSIAN_ENDINGS = tuple(
    _words(
        "ого его ому ему ыми ими ами ями ться тся ость ости ение ения ание ания ная ное ной ных ать ить еть "
        "ают уют ция ции цию али или ешь ете ует жден ая ую ые ый ий ях ах ов ев ью"
    )
)


class Language(StrEnum):
    """The languages Komek speaks."""

    KAZAKH = "kk"
    RUSSIAN = "ru"
    ENGLISH = "en"


def fold(text: str) -> str:
    """Return *text* for search: small letters, the Kazakh ones as their Russian look-alikes."""
    return normalize("NFC", text).casefold().translate(FOLDED)


def detect(text: str) -> Language | None:
    """Guess the language of *text*; nothing if it has no words."""
    words = WORD.findall(normalize("NFC", text).casefold())
    latin = [word for word in words if LATIN.fullmatch(word)]
    if not words:
        return None
    if sum(map(len, latin)) * 2 > sum(map(len, words)):
        return Language.KAZAKH if _is_kazakh_in_latin(latin) else Language.ENGLISH
    return Language.KAZAKH if sum(map(_weight, words)) > 0 else Language.RUSSIAN


def _is_kazakh_in_latin(words: list[str]) -> bool:
    telling = sum(word in KAZAKH_LATIN_WORDS or not KAZAKH_LATIN_LETTERS.isdisjoint(word) for word in words)
    return telling * 4 >= len(words)


def _weight(word: str) -> int:
    """Return how much *word* speaks for Kazakh; below zero, for Russian."""
    folded = fold(word)
    weight = 0 if KAZAKH_LETTERS.isdisjoint(word) else 2
    if folded in KAZAKH_WORDS:
        return weight + 3
    if folded in RUSSIAN_WORDS:
        return weight - 3
    return weight + folded.endswith(KAZAKH_ENDINGS) - folded.endswith(RUSSIAN_ENDINGS)
