"""The languages of the API: the reader's preference, and the message catalogs.

Catalogs are Babel's .po files, keyed by code, and read once at the start of the API.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from enum import StrEnum
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po

from domain.country.languages import Language
from domain.country.offices import Office
from domain.identity.people import Role
from domain.worktime.terms import Term
from schemas.vocabulary.registry import ENUMERATIONS, titles_of

LOCALE_DIRECTORY = Path(__file__).parent / "locale"
DEFAULT = Language.ENGLISH
MISSING_PLACEHOLDER = "…"
ENUMERATIONS_OF_FACTS = {  # the facts of messages that are shown by their titles
    "state": ("TaskState",),
    "status": ("Status", "Step"),
    "outcome": ("Outcome", "TaskOutcome"),
    "purpose": ("Purpose",),
    "step": ("Step",),
    "danger": ("Danger",),
    "exception": ("HearingException",),
    "offices": ("Office",),
}


class _MessageFacts(dict[str, str]):
    """The facts of a message; a missing one is rendered as an ellipsis, without an error."""

    def __missing__(self, _key: str) -> str:
        return MISSING_PLACEHOLDER


@dataclass(frozen=True, slots=True)
class MessageCatalogs:
    """The messages of the API in every language, with the time zone in which instants are written."""

    catalogs: Mapping[Language, Mapping[str, str]]
    timezone: tzinfo

    def message(self, language: Language, key: str, facts: Mapping[str, str] | None = None) -> str:
        """Return the message *key* with *facts* inserted, instants as people write them."""
        localised = {name: self._localised_fact(language, name, fact) for name, fact in (facts or {}).items()}
        return self.catalogs[language][key].format_map(_MessageFacts(localised))

    def message_template(self, language: Language, key: str) -> str:
        """Return the message *key* with the names of its facts in braces."""
        return self.catalogs[language][key]

    def post_title(self, language: Language, role: Role, office: Office | None = None) -> str:
        """Return the title of a post: the office in the law, or else the role."""
        return title_in(language, office or role)

    def term_text(self, language: Language, term: Term) -> str:
        """Return the length of *term* in the form used after "within"."""
        number = "one" if Locale(language).plural_form(term.amount) == "one" else "many"
        return self.message(language, f"term.{term.unit}.{number}", {"amount": str(term.amount)})

    def has_message(self, key: str) -> bool:
        """Return whether there is a message *key*."""
        return key in self.catalogs[DEFAULT]

    def _localised_fact(self, language: Language, name: str, fact: str) -> str:
        """Return *fact* as people write it: the titles of values, a local time, or itself."""
        if name in ENUMERATIONS_OF_FACTS:
            return ", ".join(_title_of_fact(language, name, code) for code in fact.split(", "))
        try:
            instant = datetime.fromisoformat(fact)
        except ValueError:
            return fact
        return self._local_time(language, instant) if instant.tzinfo else fact

    def _local_time(self, language: Language, instant: datetime) -> str:
        """Return *instant* as people write it; the last one of a day is its 24 hours."""
        local = instant.astimezone(self.timezone)
        if local.time() == time.max:
            return f"{format_date(local, 'medium', locale=language)}, 24:00"
        return format_datetime(local, "medium", self.timezone, locale=language)


def _title_of_fact(language: Language, name: str, code: str) -> str:
    tables = (ENUMERATIONS[each] for each in ENUMERATIONS_OF_FACTS[name])
    title: str = getattr(next((table[code] for table in tables if code in table), None), language, code)
    return title


def title_in(language: Language, value: StrEnum) -> str:
    """Return the title of a value of the vocabulary."""
    title: str = getattr(titles_of(value), language)
    return title


def load_catalogs(timezone: tzinfo) -> MessageCatalogs:
    """Return the catalogs of all languages."""
    return MessageCatalogs({language: _load_catalog(language) for language in Language}, timezone)


def preferred_language(header: str) -> Language:
    """Return the supported language that an Accept-Language *header* prefers."""
    liked = sorted(map(_weighted_language, header.split(",")), key=lambda each: -each[1])
    known = (name for name, weight in liked if weight > 0 and name in set(Language))
    return Language(next(known, DEFAULT))


def _weighted_language(part: str) -> tuple[str, float]:
    tag, _, quality = part.partition(";q=")
    try:
        weight = float(quality or 1)
    except ValueError:
        weight = 0.0
    return tag.strip().lower().partition("-")[0], weight


def _load_catalog(language: Language) -> dict[str, str]:
    with (LOCALE_DIRECTORY / language / "LC_MESSAGES" / "komek.po").open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file, locale=language) if each.id}
