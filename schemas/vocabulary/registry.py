"""All enumerations of the API with the titles of their values, by the names that they have in the OpenAPI."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain.country.titles import Titles
from schemas.vocabulary import appeals, clocks, commands, intake, law, ledger, tasks
from schemas.vocabulary.events import EVENT_TITLES, EventType

TABLES: tuple[Mapping[Any, Titles], ...] = (
    appeals.STATUSES,
    appeals.OUTCOMES,
    appeals.GROUNDS,
    appeals.STEPS,
    appeals.SPECIALTIES,
    appeals.ROLES,
    appeals.OFFICES,
    appeals.CAPACITIES,
    appeals.LANGUAGES,
    appeals.NEXT_STEPS,
    tasks.PURPOSES,
    tasks.DUTIES,
    tasks.TASK_STATES,
    tasks.TASK_OUTCOMES,
    tasks.HAND_BACK_REASONS,
    tasks.REFERRAL_REASONS,
    tasks.HOLD_REASONS,
    commands.VERBS,
    {EventType(name): titles for name, titles in EVENT_TITLES.items()},
    clocks.CLOCK_KINDS,
    clocks.ESCALATION_TARGETS,
    clocks.CALL_THRESHOLDS,
    clocks.CALL_CHANNELS,
    clocks.CALL_STATES,
    law.PROCEDURES,
    law.DANGERS,
    law.DEFECTS,
    law.RETURN_GROUNDS,
    law.NOTIFICATION_MEANS,
    law.HEARING_EXCEPTIONS,
    law.TERM_STARTS,
    intake.CHANNELS,
    intake.CATEGORIES,
    intake.INTAKE_WARNINGS,
    intake.AWAITED_OF_APPLICANTS,
    intake.READINESS_WARNINGS,
    intake.APPEAL_ORDERS,
    intake.TASK_ORDERS,
    intake.FIELD_TYPES,
    intake.RECEPTION_STATES,
    intake.RECEPTION_CHANGES,
    intake.DAY_AMENDMENTS,
    ledger.TIME_OWNERS,
    ledger.PAUSE_ENDS,
    ledger.GROUPINGS,
)
ENUMERATIONS: Mapping[str, Mapping[str, Titles]] = MappingProxyType(
    {
        type(next(iter(table))).__name__: {str(value): titles for value, titles in table.items()}
        for table in TABLES
    }
)


def titles_of(value: StrEnum) -> Titles:
    """Return the titles of a value of any enumeration of the API."""
    return ENUMERATIONS[type(value).__name__][value]
