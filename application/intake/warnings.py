"""What looks odd in an appeal as it comes in. It is taken in all the same: a remark refuses nobody."""

from collections.abc import Iterator
from datetime import date

from domain.identity.identifiers import has_implausible_birth_date as iin_is_unlikely
from domain.text.languages import contradicts_language as language_is_unlikely
from schemas.http.requests.intake import ApplicantBody, NewAppealBody
from schemas.http.responses.views import IntakeWarning


def intake_warnings(body: NewAppealBody, today: date, *, late: bool = False) -> list[IntakeWarning]:
    """Return what whoever took the appeal in may want to look at again; *late* is a complaint out of time."""
    found = []
    if any(iin_is_unlikely(each.iin, today, each.birth_date) for each in _named_people(body) if each.iin):
        found.append(IntakeWarning.IIN_BIRTH_DATE_UNLIKELY)
    if language_is_unlikely(body.text, body.language):
        found.append(IntakeWarning.LANGUAGE_UNLIKELY)
    if late:
        found.append(IntakeWarning.COMPLAINT_LATE)
    return found


def _named_people(body: NewAppealBody) -> Iterator[ApplicantBody]:
    yield from (each for each in (body.applicant, body.representative, *body.co_applicants) if each)
