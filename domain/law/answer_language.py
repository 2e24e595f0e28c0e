"""What leaves to the applicant is written in the language of the appeal, or in that of the state."""

from domain.errors import LanguageNotAllowed
from domain.law.applicable_law import Law
from domain.law.rule_ids import RuleId
from domain.text.languages import Language, detect_with_certainty

STATE_LANGUAGE = Language.KAZAKH


def check_answer_language(text: str, language: str, law: Law, **told: str) -> None:
    """Refuse a *text* that is surely in another language; what may be either is let through.

    *told* are facts of the refusal besides.
    """
    if not law.has_rule(RuleId.ANSWER_LANGUAGE):
        return
    written = detect_with_certainty(text)
    if written not in (None, STATE_LANGUAGE, language):
        raise LanguageNotAllowed(
            written=written, language=language, article=law.article_of(RuleId.ANSWER_LANGUAGE), **told
        )
