"""The encoding of an imported text is recognised by evidence, or the file is refused."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.importer.encodings import SINGLE_BYTE_ENCODINGS, UnknownEncoding, detect_encoding, plausibility
from runtime.importer.tables import SourceTable, UnreadableFile
from tests.support.scale import scaled

RUSSIAN = "Прошу помочь с жильём: у нас четверо детей, живём в общежитии. Спасибо, Иванова Анна"
KAZAKH = "Құрметті әкім! Отбасымызда төрт бала бар, пәтер кезегіне тұруға көмек сұраймыз. Гүлнұр Әбенова"
HEADER = "text,topic\n"
WORDS = st.lists(
    st.sampled_from([*RUSSIAN.split(), "вода", "свет", "дорога", "школа", "очередь", "район"]), min_size=8
)


def written(folder: Path, text: str, encoding: str) -> Path:
    path = folder / "appeals.csv"
    path.write_bytes((HEADER + text + ",жильё\n").encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", *SINGLE_BYTE_ENCODINGS])
def test_russian_text_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    (row,) = SourceTable(written(tmp_path, f'"{RUSSIAN}"', encoding)).rows()
    assert row.cells == {"text": RUSSIAN, "topic": "жильё"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "kz1048"])
def test_kazakh_text_is_read_where_the_encoding_has_its_letters(tmp_path: Path, encoding: str) -> None:
    (row,) = SourceTable(written(tmp_path, f'"{KAZAKH}"', encoding)).rows()
    assert row.cells["text"] == KAZAKH


def test_utf8_with_one_letter_cut_in_half_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    path.write_bytes((HEADER + f'"{RUSSIAN}",жильё\nпросьба,вод').encode() + "а".encode()[:1])
    with pytest.raises(UnreadableFile, match="damaged character in line 3"):
        SourceTable(path)


@pytest.mark.parametrize(
    "content", [bytes(range(128, 256)) * 3, b"text\n\x00\x01\x02", "ÄÖÜ äöü ß".encode("latin-1") * 9]
)
def test_what_is_no_text_in_any_known_encoding_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "strange.csv"
    path.write_bytes(content)
    with pytest.raises(UnknownEncoding):
        detect_encoding(path)


def test_the_caller_may_name_the_encoding(tmp_path: Path) -> None:
    path = written(tmp_path, "ДОМ", "cp866")
    (row,) = SourceTable(path, "cp866").rows()
    assert row.cells["text"] == "ДОМ"
    with pytest.raises(UnreadableFile, match="is not known"):
        SourceTable(path, "klingon")


@settings(max_examples=scaled(100, 1000), deadline=None)
@given(WORDS, st.sampled_from(SINGLE_BYTE_ENCODINGS))
def test_the_right_reading_is_the_most_plausible(words: list[str], encoding: str) -> None:
    sent = " ".join(words).encode(encoding)
    readings = {name: sent.decode(name, "replace") for name in SINGLE_BYTE_ENCODINGS}
    best = max(readings, key=lambda name: plausibility(readings[name]))
    assert readings[best] == " ".join(words)
