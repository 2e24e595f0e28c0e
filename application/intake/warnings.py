"""Warnings about an appeal at intake: they refuse nothing."""

from collections.abc import Iterator
from datetime import date

from domain.country.languages import contradicts_language as language_is_unlikely
from domain.country.personal_numbers import has_implausible_birth_date as iin_is_unlikely
from schemas.http.requests.intake import ApplicantBody, IntakeWarning, NewAppealBody
from schemas.http.requests.phones import is_phone


def intake_warnings(body: NewAppealBody, today: date, *, late: bool = False) -> list[IntakeWarning]:
    """Return what the receiver may want to check again; *late* marks a complaint after its term."""
    found = []
    if any(iin_is_unlikely(each.iin, today, each.birth_date) for each in _named_people(body) if each.iin):
        found.append(IntakeWarning.IIN_BIRTH_DATE_UNLIKELY)
    if language_is_unlikely(body.text, body.language):
        found.append(IntakeWarning.LANGUAGE_UNLIKELY)
    if any(each.contacts.phone and not is_phone(each.contacts.phone) for each in _named_people(body)):
        found.append(IntakeWarning.PHONE_UNREADABLE)
    if late:
        found.append(IntakeWarning.COMPLAINT_LATE)
    return found


def _named_people(body: NewAppealBody) -> Iterator[ApplicantBody]:
    yield from (each for each in (body.applicant, body.representative, *body.co_applicants) if each)
