"""What looks odd in an appeal as it comes in. It is taken in all the same: a remark refuses nobody."""

from collections.abc import Iterator
from datetime import date

from domain.identity.identifiers import is_unlikely as iin_is_unlikely
from domain.text.languages import is_unlikely as language_is_unlikely
from schemas.http.requests.intake import Applicant, NewAppeal
from schemas.http.responses.views import Remark


def remarks(body: NewAppeal, today: date, *, late: bool = False) -> list[Remark]:
    """Return what whoever took the appeal in may want to look at again; *late* is a complaint out of time."""
    found = []
    if any(iin_is_unlikely(each.iin, today, each.born) for each in _people(body) if each.iin):
        found.append(Remark.IIN_BIRTH_DATE_UNLIKELY)
    if language_is_unlikely(body.text, body.language):
        found.append(Remark.LANGUAGE_UNLIKELY)
    if late:
        found.append(Remark.COMPLAINT_LATE)
    return found


def _people(body: NewAppeal) -> Iterator[Applicant]:
    yield from (each for each in (body.applicant, body.representative, *body.group) if each)
