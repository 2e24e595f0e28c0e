"""Examples of escalations and of feedback."""

from typing import Any

from api.openapi.request_examples import APPEAL_ID, DUE, MOMENT, PERSON_ID, TASK_ID

ESCALATION = {
    "appeal": APPEAL_ID,
    "seq": 7,
    "number": "HK-2026-00000017-4",
    "topic": "housing-queue",
    "region": "61",
    "task": TASK_ID,
    "step": "reception",
    "purpose": "work",
    "state": "ready",
    "clock": "acceptance",
    "level": 1,
    "target": "supervisor",
    "organisation": "reception-61",
    "current_organisation": "reception-61",
    "current_holder": None,
    "called_at": MOMENT,
    "late_since": MOMENT,
    "statutory_due_at": DUE,
    "next_alarm_at": DUE,
    "acknowledged_at": None,
    "acknowledged_by": None,
}
FEEDBACK = {
    "id": TASK_ID,
    "created_at": MOMENT,
    "score": 5,
    "text": "Рахмет!",
    "closing": 1,
    "organisation": "reception-61",
}
ESCALATION_EXAMPLES: dict[str, Any] = {
    "list_escalations": {"items": [ESCALATION], "next_cursor": None},
    "read_escalation_feed": {"items": [ESCALATION], "next_cursor": "WyI2YzEiLCAiMTIiXQ"},
    "acknowledge_escalation": ESCALATION | {"acknowledged_at": MOMENT, "acknowledged_by": PERSON_ID},
    "list_feedback": {"items": [FEEDBACK], "next_cursor": None},
    "summarise_feedback": {
        "grouped_by": "organisation",
        "items": [{"key": "reception-61", "count": 3, "average_score": 4.33, "by_score": [0, 0, 1, 0, 2]}],
    },
    "view_with_applicant": {
        "id": APPEAL_ID,
        "number": "HK-2026-00000017-4",
        "status": "in_progress",
        "stage": "agency",
        "organisation": "housing-61",
        "registered_at": MOMENT,
        "statutory_due_at": DUE,
        "outcome": None,
        "closed_at": None,
        "reopenings": 0,
    },
    "list_attended_views": {
        "items": [
            {
                "viewed_at": MOMENT,
                "by_person": PERSON_ID,
                "by_organisation": "reception-71",
                "applicant": 0,
                "reason": "Өтініш беруші осы қабылдауға келді.",
            }
        ],
        "next_cursor": None,
    },
    "list_applicant_corrections": {
        "items": [
            {
                "position": 0,
                "corrected_at": MOMENT,
                "by_person": PERSON_ID,
                "by_organisation": "reception-61",
                "former_values": {"name": "Гүлнар Әбенова"},
            }
        ],
        "next_cursor": None,
    },
    "renew_tracking_code": {"number": "HK-2026-00000017-4", "tracking_code": "7Q4M2X9KDA"},
}
