"""The page of the law says what the rulebooks and the tests say, and claims nothing without a test."""

from tests.support.architecture.law_page import (
    PRINT_COMMAND,
    cited_articles,
    collect_proofs,
    law_page,
)
from tests.support.pages import PROJECT_ROOT


def test_the_page_is_what_the_rulebooks_and_the_marks_say() -> None:
    assert (PROJECT_ROOT / "docs" / "law.md").read_text("utf-8") == law_page(), (
        f"print it again: {PRINT_COMMAND}"
    )


def test_a_mark_names_an_article_that_a_rulebook_cites() -> None:
    cited = cited_articles()
    unknown = [each for each in collect_proofs() if not any(_cites(known, each.article) for known in cited)]
    assert unknown == []


def _cites(known: str, article: str) -> bool:
    """Return whether *known* is the article, or a subparagraph of it."""
    return known == article or (article.endswith(")") and known.startswith(article))
