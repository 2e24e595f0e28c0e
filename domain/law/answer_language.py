"""What leaves to the applicant is written in the language of the appeal, or in that of the state."""

from domain.errors import WrongLanguage
from domain.law.applicable_law import Law
from domain.text.languages import Language, sure

RULE = "answer_language"
STATE = Language.KAZAKH


def check_language(text: str, language: str, law: Law | None, **told: str) -> None:
    """Refuse a *text* that is surely in another language; what may be either is let through.

    *told* are facts of the refusal besides.
    """
    if law is None or not law.knows(RULE):
        return
    written = sure(text)
    if written not in (None, STATE, language):
        raise WrongLanguage(written=written, language=language, article=law.article(RULE), **told)
