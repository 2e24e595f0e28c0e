"""Examples of calls."""

from typing import Any

from api.openapi.request_examples import APPEAL_ID, DUE, MOMENT, PERSON_ID, TASK_ID

CALL = {
    "id": TASK_ID,
    "appeal": APPEAL_ID,
    "seq": 7,
    "task": TASK_ID,
    "clock": "step",
    "threshold": "warning",
    "number": 75,
    "target": "holder",
    "channel": "inbox",
    "called_at": MOMENT,
    "acknowledged_at": None,
}
OWN_CALL = CALL | {
    "number_of_appeal": "HK-2026-00000017-4",
    "topic": "housing-queue",
    "step": "reception",
    "purpose": "work",
    "task_state": "claimed",
    "due_at": DUE,
    "statutory_due_at": DUE,
    "next_alarm_at": DUE,
}
RECORDED_CALL = CALL | {"person": PERSON_ID, "person_name": "Айгүл Серікова", "state": "sent"}
CALL_COUNTS = {"warning": 2, "due": 0, "level": 1}
CALL_EXAMPLES: dict[str, Any] = {
    "list_calls": {"items": [OWN_CALL], "next_cursor": None},
    "acknowledge_call": CALL | {"acknowledged_at": MOMENT},
    "list_calls_of_appeal": {"items": [RECORDED_CALL], "next_cursor": None},
}
