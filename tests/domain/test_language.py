"""The language of a text is guessed from what people really write, on whatever keyboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.language import Language, detect, fold

KAZAKH = [
    "Балабақшаға кезекке тұрғанымызға үш жыл болды, қашан орын беріледі?",
    "Сәлеметсіз бе! Көп балалы отбасымыз, баспана керек, көмектесіңіздерші.",
    "Жалақымды екі ай бойы төлемей жатыр, заңгердің кеңесі керек",
    "Отбасымызда бес бала, жолдасым жұмыссыз",
]
KAZAKH_ON_A_RUSSIAN_KEYBOARD = [
    "Ауылда жарык жок, комектесиниздер",
    "Менин балам мектепке бара алмайды, аяк киим жок",
    "Саламатсызба! Жардемакы тагайындалмады, не истеу керек",
    "Биздин кошеде жол буын бузылган, жондеп бериниздерши",
    "Атаулы алеуметтик комек алгым келеди",
    "Ойыншык алып беринизши балама",
]
KAZAKH_IN_LATIN = ["auyl, zharyk zhok, komek kerek", "Balabaqşağa kezek qaşan keledi"]
RUSSIAN = [
    "Прошу помочь с жильём, четверо детей, стоим в очереди с 2012 года",
    "В селе Қарабұлақ Сарыагашского района нет воды",
    "Обещали квартиру по программе «Бақытты отбасы», отказали без причины",
    "Задерживают зарплату уже три месяца",
    "Повреждён люк",
    "Назначьте АСП",
    "Потерял документы. WhatsApp 8 700 000 00 00",
]
ENGLISH = [
    "My husband lost his job and we cannot pay the rent",
    "No heating",
    "Please help, no water in Keles",
]


@pytest.mark.parametrize("text", [*KAZAKH, *KAZAKH_ON_A_RUSSIAN_KEYBOARD, *KAZAKH_IN_LATIN])
def test_kazakh_is_known_whatever_the_keyboard(text: str) -> None:
    assert detect(text) is Language.KAZAKH


@pytest.mark.parametrize("text", RUSSIAN)
def test_russian_is_known_though_kazakh_names_stand_in_it(text: str) -> None:
    assert detect(text) is Language.RUSSIAN


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_known(text: str) -> None:
    assert detect(text) is Language.ENGLISH


@pytest.mark.parametrize("text", ["", "  ", "8 700 123 45 67", "?!"])
def test_what_has_no_words_has_no_language(text: str) -> None:
    assert detect(text) is None


def test_search_folds_kazakh_letters_to_their_look_alikes() -> None:
    assert fold("ӘҒҚҢӨҰҮҺІ әғқңөұүһі Ёлка") == "агкноуухи агкноуухи елка"


def test_search_finds_a_name_however_it_was_typed() -> None:
    assert fold("Қуанышбекұлы Әділет") == fold("куанышбекулы адилет")


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert detect(text) in {None, *Language}
