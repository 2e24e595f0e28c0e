"""Examples of what comes back from intake: a talon, and an appeal of another system."""

from typing import Any

from api.openapi.request_examples import APPEAL_ID, DUE, MOMENT, PERSON_ID, TASK_ID

RECEIVER = {"id": PERSON_ID, "name": "Айгүл Серікова", "organisation": "reception-61", "role": "clerk"}

INTAKE_EXAMPLES: dict[str, Any] = {
    "register_appeal": {
        "id": APPEAL_ID,
        "number": "HK-2026-00000017-4",
        "tracking_code": "7Q4M2X9KDA",
        "registered_at": MOMENT,
        "statutory_due_at": DUE,
        "status": "in_progress",
        "task": TASK_ID,
        "received_by": RECEIVER | {"post": "қабылдау бөлмесінің қызметкері"},
        "warnings": ["language_unlikely"],
    },
    "take_over_appeal": {
        "id": APPEAL_ID,
        "number": "HK-2026-00000017-4",
        "status": "awaiting_information",
        "step": "agency",
        "organisation": "housing-61",
        "holder": None,
        "outcome": None,
        "statutory_due_at": DUE,
        "task_due_at": None,
        "next_alarm_at": DUE,
        "warnings": [],
    },
}
