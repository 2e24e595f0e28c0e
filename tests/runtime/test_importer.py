import csv
from pathlib import Path

import pytest

from domain.country.personal_numbers import is_iin
from runtime.importer import report
from runtime.importer.mapping import ColumnMapping, MappingError, select_mapping
from runtime.importer.plain_text import to_plain_text
from runtime.importer.prescan import prescan
from runtime.importer.rows import Rejection, RowRejected, appeal_body, rejections_from_problem
from runtime.importer.stable_ids import RowIdentities, slug
from runtime.importer.tables import Row, SourceTable, UnreadableFile
from schemas.http.requests.intake import NewAppealBody
from tests.support.spreadsheets import spreadsheet

HEADER = "source_id,text,topic,executor,topic_group\n"


def table(folder: Path, content: str, name: str = "appeals.csv", encoding: str = "utf-8") -> SourceTable:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return SourceTable(path)


def mapping(**changes: object) -> ColumnMapping:
    plain_one = {
        "source": "trial",
        "columns": {"text": "text", "topic": "topic"},
        "defaults": {"channel": "email", "region": "61", "reception": "reception-61"},
    }
    return ColumnMapping.model_validate(plain_one | changes)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<p>Добрый день!</p><p>Нет&nbsp;света.</p>", "Добрый день!\n\nНет света."),
        ("раз<br>два<br/>три", "раз\nдва\nтри"),
        ("<span style=`color:rgb(0,0,0);`>УК «Гарант»</span>", "УК «Гарант»"),
        ('<a href="https://a.kz/?x=1&amp;y=2" title="a > b">Сілтеме</a>', "Сілтеме"),
        ("<ul><li>су</li><li>жарық</li></ul>", "су\n\nжарық"),
        ("&lt;p&gt;escaped twice &amp;laquo;так&amp;raquo;&lt;/p&gt;", "escaped twice «так»"),
        ("<style>p{}</style><script>x<1</script>да<!-- нет -->", "да"),
        ("с\u200bлово\u00a0и\xad\u2060 ещё\ufeff", "слово и ещё"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("👨\u200d👩\u200d👧 көмек", "👨\u200d👩\u200d👧 көмек"),
        ("   \n <p>&nbsp;</p> ", ""),
    ],
)
def test_markup_goes_and_every_word_stays(written: str, read: str) -> None:
    assert to_plain_text(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "в квартире <5 градусов",
        "a < b > c",
        "https://a.kz/?id=1&region=5&copy=2",
        "<Иванов>",
        "A & B",
        "x <y@a.kz>",
    ],
)
def test_what_only_looks_like_markup_is_left_alone(text: str) -> None:
    assert to_plain_text(text) == text


def test_cleaning_twice_is_cleaning_once() -> None:
    once = to_plain_text("<p>Үй&nbsp;кезегі:<br> <b>2019</b> жылдан</p>")
    assert to_plain_text(once) == once


def test_long_broken_markup_is_read_at_once() -> None:
    assert len(to_plain_text('<p "' * 25_000)) <= 100_000


def test_a_name_gets_the_same_slug_however_it_is_spaced() -> None:
    assert slug("Әкімдік  Келес ауданы ") == slug("әкімдік Келес ауданы")
    assert slug("Әкімдік Келес ауданы").startswith("akimdik-keles-audany-")
    assert slug("Школа №1") != slug("Школа №2")
    assert slug("№") == slug("№")
    assert len(slug("очень " * 100)) <= 100


def test_a_row_is_identified_by_its_own_id_in_every_reading() -> None:
    first, again = RowIdentities(), RowIdentities()
    assert first.next_identity("17", {"text": "a"}) == again.next_identity("17", {"text": "a"})
    assert first.next_identity("17", {"text": "a"})[0] == again.next_identity("17", {"text": "b"})[0] == "17"
    assert first.next_identity("17", {"text": "a"})[1] != again.next_identity("17", {"text": "b"})[1]


def test_rows_without_id_are_identified_by_content_and_count() -> None:
    ids, again = RowIdentities(), RowIdentities()
    duplicates = [ids.next_identity("", {"text": "нет света"})[0] for _ in range(2)]
    assert len(set(duplicates)) == 2
    assert [again.next_identity("", {"text": "нет света"})[0] for _ in duplicates] == duplicates
    assert ids.next_identity("", {"text": "нет воды"})[0] not in duplicates


def test_a_new_column_that_the_mapping_does_not_read_changes_no_identity() -> None:
    cells = {"text": "a", "topic": "t"}
    assert mapping().mapped_cells(cells | {"printed": "yes"}) == cells


def test_rows_know_the_line_they_begin_on(tmp_path: Path) -> None:
    rows = list(table(tmp_path, 'a,b\n"x\ny",1\n\nz,2\n').rows())
    assert [(row.line, row.cells["a"]) for row in rows] == [(2, "x\ny"), (5, "z")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_old_and_new_encodings_are_detected(tmp_path: Path, encoding: str) -> None:
    read = table(tmp_path, "текст;тема\nнет света;свет\n", encoding=encoding)
    assert read.columns == ["текст", "тема"]
    assert next(read.rows()).cells == {"текст": "нет света", "тема": "свет"}


def test_a_row_of_another_width_is_not_sound(tmp_path: Path) -> None:
    assert [not row.faults for row in table(tmp_path, "a,b\n1\n1,2\n1,2,3\n").rows()] == [False, True, False]


@pytest.mark.parametrize("content", ["", "a,a\n1,2\n", "a,b\0\n"])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnreadableFile):
        table(tmp_path, content)


def test_a_quote_that_never_ends_swallows_no_rows_silently(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="line 2"):
        list(table(tmp_path, 'a,b\n"1,2\n3,4\n').rows())


def test_a_spreadsheet_is_read_like_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "appeals.xlsx"
    spreadsheet(path, [["id", "text", "when"], [7, "нет света", 46_000], [8.5, "жоқ", None]])
    read = SourceTable(path)
    assert read.columns == ["id", "text", "when"]
    assert [(row.line, row.cells) for row in read.rows()] == [
        (2, {"id": "7", "text": "нет света", "when": "46000"}),
        (3, {"id": "8.5", "text": "жоқ", "when": ""}),
    ]


def test_a_broken_spreadsheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        table(tmp_path, "no zip", "appeals.xlsx")


def test_the_shipped_mapping_is_chosen_by_the_columns(tmp_path: Path) -> None:
    assert select_mapping(None, table(tmp_path, HEADER).columns).source == "kursk"
    with pytest.raises(MappingError, match="--mapping"):
        select_mapping(None, ["message"])


def test_a_mapping_for_other_columns_is_refused() -> None:
    with pytest.raises(MappingError, match="no column executor"):
        select_mapping("kursk", ["source_id", "text", "topic"])


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('source = "x"\n[columns]\ntext = "a"\n', "nothing says topic, channel, region, reception"),
        ('source = "x"\n[columns]\nwords = "a"\n', "columns.words"),
        ("source = \n", "line 1"),
        ('[columns]\ntext = "a"\n', "source: Field required"),
    ],
)
def test_invalid_mapping_is_reported(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(MappingError, match=complaint):
        select_mapping(str(path), ["a"])


def test_missing_mapping_is_reported_with_the_available_ones() -> None:
    with pytest.raises(MappingError, match="shipped are kursk"):
        select_mapping("nowhere", ["a"])


def test_topics_are_routed_to_the_agency_most_rows_name(tmp_path: Path) -> None:
    rows = ["1,a,свет,РЭС,3", "2,b,свет,Мэрия,3", "3,c,свет,Мэрия,3", "4,d,вода,,0"]
    read = table(tmp_path, HEADER + "\n".join(rows))
    found = prescan(select_mapping("kursk", read.columns), read.rows())
    assert found.rows == 4
    assert found.agencies == {slug("РЭС"): "РЭС", slug("Мэрия"): "Мэрия"}
    assert found.topics == {slug("свет"): "свет", slug("вода"): "вода"}
    assert found.most_named_agency(slug("свет")) == slug("Мэрия")
    assert found.most_named_agency(slug("вода")) is None


def test_a_broken_row_brings_no_topic(tmp_path: Path) -> None:
    read = table(tmp_path, HEADER + "1,a,свет\n")
    found = prescan(select_mapping("kursk", read.columns), read.rows())
    assert (found.rows, found.topics) == (1, {})


def test_words_that_the_mapping_translates_make_nothing_new() -> None:
    known = mapping(topics={"Отопление": "heating"})
    found = prescan(known, [Row(2, {"text": "a", "topic": "Отопление"}), Row(3, {"text": "b", "topic": ""})])
    assert (found.topics, found.agencies) == ({}, {})
    assert appeal_body(known, Row(2, {"text": "a", "topic": "Отопление"}))["topic"] == "heating"


def test_an_id_of_this_installation_in_the_file_names_itself() -> None:
    columns = {"text": "text", "topic": "topic", "agency": "agency"}
    known = mapping(columns=columns).in_installation(["heating"], ["utilities-61"])
    row = Row(2, {"text": "a", "topic": "heating", "agency": "utilities-61"})
    found = prescan(known, [row])
    assert (found.topics, found.agencies) == ({}, {})
    body = appeal_body(known, row)
    assert (body["topic"], body["agency"]) == ("heating", "utilities-61")


def test_a_topic_of_an_earlier_import_is_not_new() -> None:
    known = mapping().in_installation([slug("вода")], [])
    found = prescan(known, [Row(2, {"text": "a", "topic": "вода"}), Row(3, {"text": "b", "topic": "свет"})])
    assert found.topics == {slug("свет"): "свет"}


def test_a_row_becomes_a_body_that_the_api_takes() -> None:
    full = mapping(
        columns={each: each for each in ("text", "topic", "name", "iin", "phone", "received_at", "agency")}
    )
    iin = "900101300017"
    assert is_iin(iin)
    cells = {
        "text": "<p>Үй кезегі туралы сұраймын</p>",
        "topic": "Жильё",
        "name": "Сейітова Айгүл",
        "iin": iin,
        "phone": "+7 701 000 00 00",
        "received_at": "2026-11-16 10:00",
        "agency": "Әкімдік",
    }
    body = appeal_body(full, Row(2, cells))
    appeal = NewAppealBody.model_validate_json(NewAppealBody.model_validate(body).model_dump_json())
    assert (appeal.text, appeal.original_text) == ("Үй кезегі туралы сұраймын", cells["text"])
    assert (appeal.language, appeal.agency) == ("kk", slug("Әкімдік"))
    assert appeal.received_at is not None
    assert appeal.received_at.isoformat() == "2026-11-16T10:00:00+05:00"
    assert appeal.applicant is not None
    assert (appeal.applicant.iin, appeal.applicant.contacts.phone) == (iin, "+7 701 000 00 00")


def test_a_phone_that_can_be_none_is_kept_as_it_was_written_and_rejects_no_row() -> None:
    known = mapping(columns={each: each for each in ("text", "topic", "name", "phone", "bin")})
    cells = {"text": "нет света", "topic": "свет", "name": "ТОО «Дала»", "phone": "74-11-78, вечером"}
    appeal = NewAppealBody.model_validate(appeal_body(known, Row(2, cells | {"bin": "240140000001"})))
    assert appeal.applicant is not None
    assert appeal.applicant.bin == "240140000001"
    assert (appeal.applicant.contacts.phone, appeal.applicant.contacts.other) == (None, cells["phone"])


def test_a_clean_text_is_its_own_original() -> None:
    assert "original_text" not in appeal_body(mapping(), Row(2, {"text": "нет света", "topic": "свет"}))


def test_row_without_applicant_names_no_applicant(tmp_path: Path) -> None:
    read = table(tmp_path, HEADER + "1,нет света,свет,РЭС,3\n")
    body = appeal_body(select_mapping(None, read.columns), next(read.rows()))
    assert "applicant" not in body
    assert NewAppealBody.model_validate(body).channel == "own_initiative"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (Row(7, {"text": "<p>&nbsp;</p>", "topic": "t"}), "text"),
        (Row(7, {"text": "a", "topic": "t"}, faults={"": "too short"}), ""),
    ],
)
def test_a_row_that_cannot_be_an_appeal_is_not_sent(row: Row, column: str) -> None:
    with pytest.raises(RowRejected) as unfit:
        appeal_body(mapping(), row)
    assert (unfit.value.rejections[0].line, unfit.value.rejections[0].column) == (7, column)


def test_an_unknown_topic_or_organisation_is_named_so() -> None:
    error = {"field": "topic", "code": "invalid_value", "message": "This value is not accepted here."}
    problem = {"code": "unknown_topic", "title": "No such topic", "errors": [error]}
    (rejection,) = rejections_from_problem(mapping(), Row(4, {}), problem)
    assert rejection == Rejection(4, "topic", "No such topic")


def test_api_errors_are_reported_by_column() -> None:
    problem = {
        "code": "validation_failed",
        "detail": "…",
        "errors": [
            {"field": "applicant.iin", "code": "iin_check_digit", "message": "no IIN"},
            {"field": "region", "code": "invalid_value", "message": "unknown"},
        ],
    }
    named = mapping(columns={"text": "text", "topic": "topic", "iin": "ИИН"})
    assert list(rejections_from_problem(named, Row(4, {}), problem)) == [
        Rejection(4, "ИИН", "no IIN"),
        Rejection(4, "(region)", "unknown"),
    ]
    assert list(rejections_from_problem(named, Row(4, {}), {"detail": "Later."})) == [
        Rejection(4, "", "Later.")
    ]


def test_changed_row_is_reported_by_its_id() -> None:
    known = mapping(identity="No")
    (rejection,) = rejections_from_problem(known, Row(4, {}), {"code": "source_changed", "detail": "…"})
    assert (rejection.line, rejection.column) == (4, "No")


def test_the_report_is_in_order_and_says_nothing_of_the_rows(tmp_path: Path) -> None:
    place = report.default_path(tmp_path / "appeals.csv")
    assert report.write(place, [Rejection(9, "b", "wrong"), Rejection(3, "", "empty")]) == place
    with place.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["line", "column", "reason"],
            ["3", "", "empty"],
            ["9", "b", "wrong"],
        ]


def test_a_report_that_cannot_lie_beside_the_file_lies_elsewhere(tmp_path: Path) -> None:
    place = report.write(tmp_path / "nowhere" / "appeals.csv.rejected.csv", [Rejection(2, "", "empty")])
    assert place.read_text("utf-8-sig").splitlines()[1] == "2,,empty"
    place.unlink()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("01.03.2026 10:15", "2026-03-01T10:15:00+05:00"),
        ("01.03.2026 10:15:30", "2026-03-01T10:15:30+05:00"),
        ("01.03.2026", "2026-03-01T00:00:00+05:00"),
        ("2026-03-01 10:15", "2026-03-01T10:15:00+05:00"),
        ("2026-03-01T10:15:00+06:00", "2026-03-01T10:15:00+06:00"),
        ("31.02.2026", "31.02.2026"),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, read: str) -> None:
    dated = mapping(columns={"text": "text", "received_at": "date"})
    body = appeal_body(dated, Row(2, {"text": "Су жоқ", "date": written}))
    assert body["received_at"] == read


def test_contacts_without_a_name_are_rejected_rather_than_dropped() -> None:
    nameless = mapping(columns={"text": "text", "name": "from", "phone": "phone"})
    with pytest.raises(RowRejected) as caught:
        appeal_body(nameless, Row(3, {"text": "Су жоқ", "from": "", "phone": "+7 701 000 00 00"}))
    assert (caught.value.rejections[0].line, caught.value.rejections[0].column) == (3, "from")
