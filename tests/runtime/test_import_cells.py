"""Bad cells reject their row with line, column and reason; they stop no import."""

from pathlib import Path

import pytest

from application.intake.build import build_applicant
from domain.identity.people import Capacity
from runtime.importer.mapping import ColumnMapping
from runtime.importer.prescan import prescan
from runtime.importer.rows import Rejection, RowRejected, appeal_body
from runtime.importer.tables import Row, SourceTable, UnreadableFile
from schemas.http.requests.intake import NewAppealBody
from tests.support.spreadsheets import ods, spreadsheet

LETTERS = ColumnMapping.model_validate(
    {
        "source": "trial",
        "columns": {"text": "text", "topic": "topic", "phone": "phone", "name": "from"},
        "defaults": {"channel": "email", "region": "61", "reception": "reception-61"},
    }
)


def rejections(path: Path) -> list[Rejection]:
    """Return the rejections of the rows of *path*."""
    found: list[Rejection] = []
    for row in SourceTable(path).rows():
        try:
            appeal_body(LETTERS, row)
        except RowRejected as rejected:
            found += rejected.rejections
    return found


def csv_file(folder: Path, content: str) -> Path:
    path = folder / "letters.csv"
    path.write_text(content, "utf-8")
    return path


def test_error_of_a_spreadsheet_rejects_its_row(tmp_path: Path) -> None:
    path = tmp_path / "letters.xlsx"
    header: list[str | float | None] = ["text", "topic", "phone", "from", "unused"]
    spreadsheet(
        path,
        [
            header,
            ["a", "t", '<c r="C2" t="e"><v>#REF!</v></c>', "A", None],
            ["a", "t", None, "A", '<c r="E3" t="e"><v>#N/A</v></c>'],
            ["a", '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', None, "<c><f>B1</f></c>", None],
            ["a", '<c t="str"><f>"t"</f><v>t</v></c>', '<c t="str"><f>""</f><v></v></c>', "A", None],
            ["a", "t", "<c><f>NOW()</f><v/></c>", "#Н/Д", None],
        ],
    )
    assert [(each.line, each.column, each.reason.partition(":")[0]) for each in rejections(path)] == [
        (2, "phone", "the error #REF!"),
        (4, "topic", "the error #DIV/0!"),
        (4, "from", "a formula that was never calculated"),
        (6, "from", "the error #Н/Д"),
        (6, "phone", "a formula that was never calculated"),
    ]


def test_error_of_an_open_document_rejects_its_row(tmp_path: Path) -> None:
    path, text = tmp_path / "letters.ods", '<table:table-cell office:value-type="string"><text:p>{}</text:p>'
    cells = {name: f"{text.format(name)}</table:table-cell>" for name in ("text", "topic", "phone", "from")}
    error = '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p>'
    bad = cells | {"phone": f"{error}</table:table-cell>"}
    rows = [f"<table:table-row>{''.join(each.values())}</table:table-row>" for each in (cells, cells, bad)]
    ods(path, "".join(rows))
    assert rejections(path) == [Rejection(3, "phone", "the error #N/A")]


@pytest.mark.parametrize("name", ["letters.xls", "letters.xlsb"])
def test_a_binary_spreadsheet_is_refused_since_its_errors_are_not_seen(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(UnreadableFile, match="save it as XLSX"):
        SourceTable(tmp_path / name)


def test_a_rejected_row_brings_no_topic() -> None:
    bad = Row(2, {"text": "a", "topic": "t", "phone": "#VALUE!", "from": "A"})
    assert prescan(LETTERS, [bad]).topics == {}


def test_a_stray_quote_rejects_its_row_only(tmp_path: Path) -> None:
    path = csv_file(tmp_path, 'text,topic,phone,from\n"a" b,t,,A\na,t,,A\n"a\nb" c,t,,A\n"",t,,A\n')
    assert [(each.line, each.column) for each in rejections(path)] == [(2, ""), (4, ""), (6, "text")]


def test_a_quote_that_is_never_closed_refuses_the_file_with_its_line(tmp_path: Path) -> None:
    path = csv_file(tmp_path, 'text,topic,phone,from\na,t,,A\n"a,t,,A\n')
    with pytest.raises(UnreadableFile, match="line 3: a quote"):
        list(SourceTable(path).rows())


def test_a_line_that_names_the_delimiter_is_no_row(tmp_path: Path) -> None:
    table = SourceTable(csv_file(tmp_path, 'sep=;\ntext;topic;;\n"a\nb";t;;\na;t;;more\n'))
    assert table.columns == ["text", "topic"]
    assert [(row.line, row.cells["text"], bool(row.faults)) for row in table.rows()] == [
        (3, "a\nb", False),
        (5, "a", True),
    ]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("8 701 000 00 00 доб. 12", {"phone": "+77010000000", "other": "8 701 000 00 00 доб. 12"}),
        ("8 701 000 00 00, после 18:00, спросить Айгүл из дома 5", None),
    ],
)
def test_what_stands_beside_a_phone_number_is_kept(written: str, kept: dict[str, str] | None) -> None:
    row = Row(2, {"text": "нет света", "topic": "t", "phone": written, "from": "А"})
    applicant = NewAppealBody.model_validate(appeal_body(LETTERS, row)).applicant
    assert applicant is not None
    assert build_applicant(Capacity.APPLICANT, applicant).contacts == (kept or {"other": written})
