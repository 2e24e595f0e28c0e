"""The page of the law says what the rulebooks and the tests say, and claims nothing without a test."""

from tests.architecture.law import CARRIED_OUT, HOUSE, PRINT, RECKONED, articles, page, proofs


def test_the_page_is_what_the_rulebooks_and_the_marks_say() -> None:
    assert (HOUSE / "docs" / "law.md").read_text("utf-8") == page(), f"print it anew: {PRINT}"


def test_a_mark_names_an_article_that_a_rulebook_cites() -> None:
    assert {proof.article for proof in proofs()} - articles() == set()


def test_what_is_carried_out_is_proven_on_the_parts_that_run() -> None:
    proven = {proof.article for proof in proofs() if proof.file not in RECKONED}
    assert CARRIED_OUT - proven == set()


def test_what_is_carried_out_is_an_article_that_a_rulebook_cites() -> None:
    assert CARRIED_OUT - articles() == set()
