"""The language of a text is guessed from what people really write, on whatever keyboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.country.languages import Language, contradicts_language, detect, detect_with_certainty, fold

KAZAKH = [
    "Балабақшаға кезекке тұрғанымызға үш жыл болды, қашан орын беріледі?",
    "Сәлеметсіз бе! Көп балалы отбасымыз, баспана керек, көмектесіңіздерші.",
    "Жалақымды екі ай бойы төлемей жатыр, заңгердің кеңесі керек",
    "Отбасымызда бес бала, жолдасым жұмыссыз",
    "Өтінішіңіз қаралды: көмек тағайындалды.",
    "Құжаттарыңызды әкімдікке тапсырыңыз, мекенжайы: Абай даңғылы, 12.",
    "Директор Иванов П. С. жауап бермейді, директордың орынбасары да жоқ.",
    "«Ак Жол» көшесіндегі электр қуаты үш күннен бері сөніп тұр.",
    "Бізге интернет пен телефон байланысын жүргізіп беруіңізді сұраймыз",
    "Әжемнің зейнетақысы қайта есептелмеді",
    "Шешімге келіспесеңіз, үш ай ішінде жоғары тұрған органға шағымдана аласыз.",
    "Ауылда дәрігер жоқ, фельдшерлік пункт жабылған",
]
KAZAKH_ON_A_RUSSIAN_KEYBOARD = [
    "Ауылда жарык жок, комектесиниздер",
    "Менин балам мектепке бара алмайды, аяк киим жок",
    "Саламатсызба! Жардемакы тагайындалмады, не истеу керек",
    "Биздин кошеде жол буын бузылган, жондеп бериниздерши",
    "Атаулы алеуметтик комек алгым келеди",
    "Ойыншык алып беринизши балама",
    "Уй кезегинде он жыл турмыз, кашан бересиздер?",
    "Кужаттарымды тапсырганыма уш ай болды, жауап келген жок",
    "Мектептин жылыту жуйеси истемей тур, балалар тонып отыр",
    "Отинишиниз каралды, шешим кабылданды",
    "Алты баланын анасымын, комекке мухтажбын",
    "Аудандык аурухананын дарилери таусылып калды",
    "Кезекке туру тартиби мен кажетти кужаттар тусиндирилди",
    "Жер телимин алуга кандай кужаттар керек екенин билгим келеди",
    "Кайтыс болган акемнин зейнетакысын калай аламын",
]
KAZAKH_IN_LATIN = [
    "auyl, zharyk zhok, komek kerek",
    "Balabaqşağa kezek qaşan keledi",
    "Salem! Menin balam auyryp tur, komek kerek",
    "Bizge su kerek, auylda su zhoq",
    "Qala äkimdigine ötinish berdik, jauap joq",
    "Bizdin koshede zharyk bar, biraq zhol zhok",
    "Jumys joq, jalaqy da joq",
    "Otbasymyzda bes bala, üy joq",
    "Otinemin, balam ushin jardemaqy kerek",
]
RUSSIAN = [
    "Прошу помочь с жильём, четверо детей, стоим в очереди с 2012 года",
    "В селе Қарабұлақ Сарыагашского района нет воды",
    "Обещали квартиру по программе «Бақытты отбасы», отказали без причины",
    "Задерживают зарплату уже три месяца",
    "Повреждён люк",
    "Назначьте АСП",
    "Потерял документы. WhatsApp 8 700 000 00 00",
    "Ваше обращение рассмотрено, помощь назначена.",
    "Вам отказано, так как доход семьи выше черты бедности.",
    "Документы сданы в ЦОН города Шымкента, ответа нет второй месяц",
    "Уважаемый Нұрлан Серікұлы, когда починят дорогу на улице Әуезова?",
    "Соседи сверху заливают квартиру каждую неделю",
    "У бабушки пересчитали пенсию, стало меньше",
    "Решение можно обжаловать в вышестоящий орган в течение трёх месяцев.",
    "Школьный автобус не ездит с сентября",
    "Собаки бегают стаей по двору и пугают детей",
]
ENGLISH = [
    "My husband lost his job and we cannot pay the rent",
    "No heating",
    "Please help, no water in Keles",
    "Your appeal has been considered and help was granted.",
    "We have been waiting for a flat in Astana since 2012",
    "The road to our village is not passable after the rain",
    "When will they repair the school in Қарабұлақ?",
    "You may complain of this decision to the superior body within three months.",
    "There is no doctor in the village, and the chemist is closed",
    "I would like to know which papers I need for the allowance",
]
BY_LANGUAGE = {
    Language.KAZAKH: [*KAZAKH, *KAZAKH_ON_A_RUSSIAN_KEYBOARD, *KAZAKH_IN_LATIN],
    Language.RUSSIAN: RUSSIAN,
    Language.ENGLISH: ENGLISH,
}
EVERY = [(text, language) for language, texts in BY_LANGUAGE.items() for text in texts]
UNCERTAIN = [
    *("", "  ", "8 700 123 45 67", "?!", "Да", "Ок", "OK", "Жоқ", "Спасибо", "Thanks!", "Рахмет!"),
    *("Иванов Пётр Владимирович", "Әбілқайыр", "ТОО «Водоканал»", "Sergey Ivanov", "WhatsApp", "Тургенев"),
    "https://egov.kz/cms/ru/services",
    "Өтініш қаралды, жауап берілді. Обращение рассмотрено, ответ направлен почтой.",
]


@pytest.mark.parametrize(("text", "language"), EVERY)
def test_a_language_is_known_whatever_the_keyboard_and_the_names_in_it(text: str, language: Language) -> None:
    assert detect(text) is language


@pytest.mark.law("АППК 89(2)")
@pytest.mark.parametrize(("text", "language"), EVERY)
def test_wrong_language_is_never_certain(text: str, language: Language) -> None:
    assert detect_with_certainty(text) in (None, language)
    assert not contradicts_language(text, language)


def test_most_texts_are_sure() -> None:
    unsure = [text for text, _ in EVERY if detect_with_certainty(text) is None]
    assert len(unsure) * 5 < len(EVERY), unsure


@pytest.mark.parametrize("text", UNCERTAIN)
def test_name_single_word_or_mixed_text_is_uncertain(text: str) -> None:
    assert detect_with_certainty(text) is None
    assert not any(contradicts_language(text, language) for language in Language)


@given(st.permutations([text for text, _ in EVERY]), st.integers(2, 4))
def test_texts_of_one_language_together_are_as_sure_as_each(texts: list[str], count: int) -> None:
    languages = dict(EVERY)
    same = [text for text in texts if languages[text] is languages[texts[0]]][:count]
    assert detect_with_certainty(" ".join(same)) in (None, languages[texts[0]])


@given(st.sampled_from(RUSSIAN), st.sampled_from(KAZAKH + KAZAKH_ON_A_RUSSIAN_KEYBOARD))
def test_who_says_it_in_kazakh_as_well_is_never_taken_for_russian_alone(russian: str, kazakh: str) -> None:
    assert detect_with_certainty(f"{kazakh} {kazakh} {russian}") is not Language.RUSSIAN


@pytest.mark.parametrize("text", ["", "  ", "8 700 123 45 67", "?!"])
def test_what_has_no_words_has_no_language(text: str) -> None:
    assert detect(text) is None


def test_folding_turns_kazakh_letters_into_their_look_alikes() -> None:
    assert fold("ӘҒҚҢӨҰҮҺІ әғқңөұүһі Ёлка") == "агкноуухи агкноуухи елка"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    assert detect(text) in {None, *Language}
    assert detect_with_certainty(text) in {None, *Language}


@given(st.sampled_from(EVERY), st.booleans())
def test_capitals_change_no_sure_answer_to_another(case: tuple[str, Language], upper: bool) -> None:  # noqa: FBT001 - which of two
    text, language = case
    assert detect_with_certainty(text.upper() if upper else text.lower()) in (None, language)
