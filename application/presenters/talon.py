"""The talon: the receipt that an applicant takes away."""

from application.i18n import MessageCatalogs
from domain.country.languages import Language
from domain.identity.people import Person
from domain.state.task import WAITING, Purpose
from schemas.http.requests.intake import IntakeWarning
from schemas.http.responses.views import StaffReferenceWithPost, TalonView
from store.appeals.intake import IntakeAggregate


def present_talon(
    intake: IntakeAggregate, received_by: StaffReferenceWithPost, warnings: list[IntakeWarning]
) -> TalonView:
    """Return the talon of *intake*."""
    summary, tasks = intake.batch.summary, intake.batch.tasks
    return TalonView(
        id=summary.id,
        number=summary.number,
        tracking_code=intake.tracking_code,
        registered_at=summary.registered_at,
        statutory_due_at=summary.statutory_due_at,
        due_estimated=summary.due_estimated,
        status=summary.status,
        task=next(
            (task.id for task in tasks if task.purpose is Purpose.WORK and task.state in WAITING), None
        ),
        received_by=received_by,
        warnings=warnings,
    )


def present_talon_receiver(
    catalogs: MessageCatalogs, language: Language, person: Person, name: str
) -> StaffReferenceWithPost:
    """Return the receiver as the talon names them: name and post (АППК 64(2))."""
    post = catalogs.post_title(language, person.role, person.office)
    return StaffReferenceWithPost(
        id=person.id, name=name, organisation=person.organisation, role=person.role, post=post
    )
