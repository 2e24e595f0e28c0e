"""What leaves to the applicant is written in the language of the appeal, or in that of the state."""

from domain.errors import LanguageNotAllowed
from domain.law.applicable_law import Law
from domain.text.languages import Language, detect_with_certainty

ANSWER_LANGUAGE_RULE = "answer_language"
STATE_LANGUAGE = Language.KAZAKH


def check_answer_language(text: str, language: str, law: Law | None, **told: str) -> None:
    """Refuse a *text* that is surely in another language; what may be either is let through.

    *told* are facts of the refusal besides.
    """
    if law is None or not law.has_rule(ANSWER_LANGUAGE_RULE):
        return
    written = detect_with_certainty(text)
    if written not in (None, STATE_LANGUAGE, language):
        raise LanguageNotAllowed(
            written=written, language=language, article=law.article_of(ANSWER_LANGUAGE_RULE), **told
        )
