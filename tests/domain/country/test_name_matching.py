"""A name is found however it is spelt: in Kazakh letters, in Russian ones, in Latin ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.country.name_matching import skeleton

KAZAKH, RUSSIAN = "әғқңөұүһі", "агкноууxи".replace("x", "х")
NAMES = st.text("абвгдежзийклмнопрстуфхчшыэюя" + KAZAKH, min_size=1, max_size=20)


@pytest.mark.parametrize(
    "spellings",
    [
        "Әбілқайыр Абилкаир АБИЛКАЙЫР Abilqaiyr Abilkair Äbilqaıyr",
        "Қуаныш Куаныш Quanysh Kuanysh Qwanış",
        "Гүлнұр Гульнур Gulnur Gülnūr",
        "Жанар Zhanar Janar",
        "Жақсылық Джаксылык Zhaksylyk Dzhaksylyk Jaqsylyq",
        "Ерлан Erlan Yerlan",
        "Шыңғыс Шынгыс Shyngys Şyñğys",
        "Айгүл Айгуль Aigul Aygul",
        "Ахмет Akhmet Ahmet",
        "Мұхаммед Мухамед Mukhammed Muhamed",
        "Өмірбек Омирбек Omirbek",
        "Бауыржан Bauyrzhan Bawyrjan",
        "Юлия Yuliya Iuliia",
        "Фёдор Федор Fedor",
        "Алексей Aleksei Alexey",
        "Нұр-Сұлтан Нур-Султан Nur-Sultan",
        "Әсел Әс\u200bел \u200eӘсел Ә\u00adсел Әcел",  # invisible, and a Latin c
        "Сухроб Cyxpoб",
        "Asel Ａｓｅｌ",
    ],
)
def test_a_name_is_one_however_it_is_spelt(spellings: str) -> None:
    assert len({skeleton(each) for each in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Асан", "Әсем"), ("Ерлан", "Ерлен"), ("Болат", "Полат"), ("Гүлнар", "Гүлнұр"), ("Дана", "Дина")],
)
def test_other_names_stay_others(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@given(NAMES)
def test_kazakh_letters_are_their_russian_look_alikes(name: str) -> None:
    assert skeleton(name.translate(str.maketrans(KAZAKH, RUSSIAN))) == skeleton(name)


@given(NAMES)
def test_capitals_say_nothing(name: str) -> None:
    assert skeleton(name.upper()) == skeleton(name.title()) == skeleton(name)


@given(st.lists(NAMES, min_size=1, max_size=4), st.data())
def test_each_word_is_found_in_the_whole_name(words: list[str], data: st.DataObject) -> None:
    assert skeleton(data.draw(st.sampled_from(words))) in skeleton(" ".join(words))


@given(st.text())
def test_what_is_left_is_no_pattern_of_a_search(text: str) -> None:
    assert not set("%_\\") & set(skeleton(text))


@pytest.mark.parametrize("nothing", ["", "—", "%", " _ ", "’"])
def test_what_has_no_letters_has_no_skeleton(nothing: str) -> None:
    assert skeleton(nothing) == ""
