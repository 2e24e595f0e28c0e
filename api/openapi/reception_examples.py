"""An example of what is answered about personal receptions."""

from typing import Any

from api.openapi.request_examples import APPEAL, MOMENT, PERSON

RECEPTION = {
    "id": APPEAL,
    "organisation": "akimat-61",
    "receiver": {"id": PERSON, "name": "Ерлан Тұрсынов", "organisation": "akimat-61", "role": "head"},
    "begins": MOMENT,
    "ends": "2026-11-23T12:00:00+05:00",
    "place": "Тәуке хан даңғылы, 1, 12-кабинет",
    "state": "held",
    "approved": {"id": PERSON, "name": "Ерлан Тұрсынов", "at": "2026-11-02T10:00:00+05:00"},
}
VISIT = {
    "number": 3,
    "booked_at": "2026-11-20T10:00:00+05:00",
    "received_at": MOMENT,
    "appeal": APPEAL,
    "appeal_number": "HK-2026-00000017-4",
    "solved": False,
}

RECEPTIONS: dict[str, Any] = {
    "list_receptions": {"items": [RECEPTION], "next": None},
    "approve_reception": RECEPTION | {"state": "planned"},
    "read_reception": RECEPTION
    | {
        "changes": [
            {
                "change": "approved",
                "at": "2026-11-02T10:00:00+05:00",
                "by_person": PERSON,
                "by_name": "Ерлан Тұрсынов",
                "begins": MOMENT,
                "ends": "2026-11-23T12:00:00+05:00",
                "place": "Тәуке хан даңғылы, 1, 12-кабинет",
                "reason": None,
            }
        ],
        "visits": [VISIT],
    },
    "hold_reception": RECEPTION,
    "book_visit": VISIT | {"received_at": None, "appeal": None, "appeal_number": None, "solved": None},
    "read_schedule": [
        {
            "organisation": "akimat-61",
            "title": "Әкім аппараты, Түркістан облысы",
            "post": "өңір басшысы",
            "begins": MOMENT,
            "ends": "2026-11-23T12:00:00+05:00",
            "place": "Тәуке хан даңғылы, 1, 12-кабинет",
            "cancelled": False,
        }
    ],
    "list_missing_receptions": [
        {
            "organisation": "akimat-61",
            "since": "2026-10-20T10:00:00+05:00",
            "held": "2026-10-20T10:00:00+05:00",
            "due": "2026-11-20T18:30:00+05:00",
            "planned": MOMENT,
            "late": True,
            "article": "АППК 90(3)",
        }
    ],
}
