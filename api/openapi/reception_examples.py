"""An example of what is answered about personal receptions."""

from typing import Any

from api.openapi.request_examples import APPEAL_ID, MOMENT, PERSON_ID

RECEPTION = {
    "id": APPEAL_ID,
    "organisation": "akimat-61",
    "official": {"id": PERSON_ID, "name": "Ерлан Тұрсынов", "organisation": "akimat-61", "role": "head"},
    "begins_at": MOMENT,
    "ends_at": "2026-11-23T12:00:00+05:00",
    "place": "Тәуке хан даңғылы, 1, 12-кабинет",
    "state": "held",
    "approval": {"id": PERSON_ID, "name": "Ерлан Тұрсынов", "approved_at": "2026-11-02T10:00:00+05:00"},
}
VISIT = {
    "booking": 3,
    "booked_at": "2026-11-20T10:00:00+05:00",
    "received_at": MOMENT,
    "appeal": APPEAL_ID,
    "appeal_number": "HK-2026-00000017-4",
    "resolved": False,
}

RECEPTION_EXAMPLES: dict[str, Any] = {
    "list_receptions": {"items": [RECEPTION], "next_cursor": None},
    "approve_reception": RECEPTION | {"state": "planned"},
    "read_reception": RECEPTION
    | {
        "changes": [
            {
                "change": "approved",
                "changed_at": "2026-11-02T10:00:00+05:00",
                "changed_by": PERSON_ID,
                "changed_by_name": "Ерлан Тұрсынов",
                "begins_at": MOMENT,
                "ends_at": "2026-11-23T12:00:00+05:00",
                "place": "Тәуке хан даңғылы, 1, 12-кабинет",
                "reason": None,
            }
        ],
        "visits": [VISIT],
    },
    "mark_reception_held": RECEPTION,
    "book_visit": VISIT | {"received_at": None, "appeal": None, "appeal_number": None, "resolved": None},
    "read_public_schedule": {
        "items": [
            {
                "organisation": "akimat-61",
                "organisation_title": "Әкім аппараты, Түркістан облысы",
                "post": "өңір басшысы",
                "begins_at": MOMENT,
                "ends_at": "2026-11-23T12:00:00+05:00",
                "place": "Тәуке хан даңғылы, 1, 12-кабинет",
                "cancelled": False,
            }
        ],
        "next_cursor": None,
    },
    "list_overdue_receptions": {
        "items": [
            {
                "organisation": "akimat-61",
                "official": PERSON_ID,
                "counts_from": "2026-10-20T10:00:00+05:00",
                "last_held_at": "2026-10-20T10:00:00+05:00",
                "due_at": "2026-11-30T18:30:00+05:00",
                "next_planned_at": MOMENT,
                "overdue": True,
                "article": "АППК 90(3)",
            }
        ],
        "next_cursor": None,
    },
}
