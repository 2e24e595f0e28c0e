"""The language of answers: that of the appeal, or the state language."""

from domain.country.languages import STATE_LANGUAGE, detect_with_certainty
from domain.errors import LanguageNotAllowed
from domain.law.applicable_law import Law
from domain.law.rule_ids import RuleId


def check_answer_language(text: str, language: str, law: Law, **facts: str) -> None:
    """Refuse a *text* that is certainly in another language than the applicant's or Kazakh.

    *facts* are further facts of the refusal.
    """
    if not law.has_rule(RuleId.ANSWER_LANGUAGE):
        return
    written = detect_with_certainty(text)
    if written not in (None, STATE_LANGUAGE, language):
        raise LanguageNotAllowed(
            written=written, language=language, article=law.article_of(RuleId.ANSWER_LANGUAGE), **facts
        )
