"""application.presenters.talon."""

from application.i18n import MessageCatalogs
from domain.identity.people import Person
from domain.text.languages import Language
from schemas.http.responses.views import StaffReferenceWithPost


def present_talon_receiver(
    words: MessageCatalogs, language: Language, person: Person, name: str
) -> StaffReferenceWithPost:
    """Return the receiver as the talon names them: name and post (АППК 64(2))."""
    post = words.post_title(language, person.role, person.office)
    return StaffReferenceWithPost(
        id=person.id, name=name, organisation=person.organisation, role=person.role, post=post
    )
