"""application.presenters.talon."""

from application.i18n import Words
from domain.identity.people import Person
from domain.text.languages import Language
from schemas.http.responses.views import TalonReceiver


def talon_receiver(words: Words, language: Language, person: Person, name: str) -> TalonReceiver:
    """Return the receiver as the talon names them: name and post (АППК 64(2))."""
    post = words.post(language, person.role, person.office)
    return TalonReceiver(
        id=person.id, name=name, organisation=person.organisation, role=person.role, post=post
    )
