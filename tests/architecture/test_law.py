"""The page of the law says what the rulebooks and the tests say, and claims nothing without a test."""

from tests.architecture.law import HOUSE, PRINT, articles, page, proofs


def test_the_page_is_what_the_rulebooks_and_the_marks_say() -> None:
    assert (HOUSE / "docs" / "law.md").read_text("utf-8") == page(), f"print it anew: {PRINT}"


def test_a_mark_names_an_article_that_a_rulebook_cites() -> None:
    unknown = [each for each in proofs() if not any(_cites(known, each.article) for known in articles())]
    assert unknown == []


def _cites(known: str, article: str) -> bool:
    """Tell whether *known* is the article, or a subparagraph of it."""
    return known == article or (article.endswith(")") and known.startswith(article))
