"""The word list finds what it forbids, in names, comments, strings and pages, and nothing else."""

from pathlib import Path

import pytest

from tools.word_list import findings


def words_in(tmp_path: Path, name: str, text: str) -> list[str]:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return [each.text for each in findings(tmp_path)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def given_before(): ...\n", ["given in the name given_before"]),
        ("class ClockRing: ...\n", ["ring in the name ClockRing"]),
        ("x = 1  # nobody reads it\n", ["nobody"]),
        ('"""What whoever asks is told."""\n', ["told", "whoever"]),
        ('log.info("dispatch waits")\n', ["log event 'dispatch waits' is not snake_case"]),
        ('log.info("dispatch_failed")\n', []),
        ('"""The string, the greenhouse and the given date."""\n', []),
    ],
)
def test_python_is_searched_by_whole_words(tmp_path: Path, text: str, found: list[str]) -> None:
    assert words_in(tmp_path, "domain/rule.py", text) == found


def test_pages_are_searched_by_line(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_text("One.\nThe work goes on.\n", "utf-8")
    assert [str(each) for each in findings(tmp_path)] == ["docs/page.md:2: goes on"]


def test_data_of_tests_is_free(tmp_path: Path) -> None:
    assert words_in(tmp_path, "tests/domain/test_rule.py", 'TEXT = "I live in the old house"\n') == []
