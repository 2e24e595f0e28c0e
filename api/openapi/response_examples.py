"""An example of what comes back from each operation, by its name. Tests hold them to the shapes."""

from typing import Any

from api.openapi.calendar_examples import CALENDARS
from api.openapi.notice_examples import NOTICES
from api.openapi.reception_examples import RECEPTIONS
from api.openapi.request_examples import APPEAL, DUE, MOMENT, PERSON, TASK

RECEIVER = {"id": PERSON, "name": "Айгүл Серікова", "organisation": "reception-61", "role": "clerk"}

LINE = {
    "id": APPEAL,
    "number": "HK-2026-00000017-4",
    "topic": "housing-queue",
    "region": "61",
    "status": "in_work",
    "step": "reception",
    "stage": "reception",
    "organisation": "reception-61",
    "received_at": MOMENT,
    "registered_at": MOMENT,
    "statute_due": DUE,
    "escalations": 0,
    "needs_attention": False,
    "reopenings": 0,
    "outcome": None,
    "closed_at": None,
}
TASK_LINE = {
    "id": TASK,
    "appeal": APPEAL,
    "number": "HK-2026-00000017-4",
    "topic": "housing-queue",
    "region": "61",
    "purpose": "work",
    "step": "reception",
    "organisation": "reception-61",
    "role": "clerk",
    "state": "claimed",
    "holder": PERSON,
    "opened": MOMENT,
    "since": MOMENT,
    "due": "2026-11-25T09:15:00+05:00",
    "held_until": None,
    "mandatory": False,
    "specialty": None,
    "statute_due": DUE,
    "needs_attention": False,
    "version": 3,
}
TASK_VIEW = TASK_LINE | {
    "origin": None,
    "holder_name": "Айгүл Серікова",
    "allowed": ["claim", "release", "complete", "refer", "reassign", "hold", "request-information"],
}

OWNER = {"whose": "organisation", "organisation": "reception-61", "step": "reception"}
SPENT = {
    "elapsed": "PT1H",
    "working": "PT1H",
    "paused": "PT0S",
    "idle": "PT0S",
    "off_hours": "PT0S",
    "late": "PT0S",
}
TITLES = {"kk": "Тұрғын үй", "ru": "Жильё", "en": "Housing"}
APPEAL_VIEW = LINE | {
    "seq": 3,
    "channel": "reception",
    "language": "kk",
    "reception": "reception-61",
    "receiver": RECEIVER,
    "text": "Төрт балам бар, пәтерге кезекке қалай тұрамын?",
    "applicants": [
        {
            "capacity": "applicant",
            "name": "Гүлнұр Әбенова",
            "iin": "900101300007",
            "bin": None,
            "born": "1990-01-01",
            "category": "large_family",
            "contacts": {"phone": "+77010000000"},
        }
    ],
    "attachments": [],
    "tasks": [TASK_LINE],
    "demands": [{"id": APPEAL, "text": "Төрт балам бар, пәтерге кезекке қалай тұрамын?"}],
    "part_of": None,
    "parts": [],
    "bodies": [],
    "merged_into": None,
    "policy": "kazakhstan-2026.1",
    "calendar": "kz-2026.1",
}
TIMELINE = {
    "past": [
        {
            "seq": 3,
            "at": MOMENT,
            "event": "task_claimed",
            "by": {"role": "clerk", "organisation": "reception-61", "name": "Айгүл Серікова"},
            "details": {"task": TASK, "holder": PERSON},
            "text": None,
        }
    ],
    "future": [{"at": DUE, "event": "step_lapsed", "details": {"task": TASK, "step": "agency"}}],
}
NOTE = {
    "id": APPEAL,
    "task": None,
    "at": MOMENT,
    "body": "Отбасы қоңырауды кешке күтеді.",
    "by_person": PERSON,
    "by_organisation": "reception-61",
}
PERSON_VIEW = {
    "id": PERSON,
    "name": "Айгүл Серікова",
    "organisation": "reception-61",
    "role": "clerk",
    "region": "61",
    "active": True,
}

LEDGER_SUM = SPENT | {
    "appeals": 1,
    "closed": 0,
    "breached": 0,
    "breached_steps": 0,
    "extended": "PT0S",
    "late_share": 0.0,
}
CLOCKS = {
    "begins": MOMENT,
    "ends": "2026-11-23T10:15:00+05:00",
    "running": [
        {
            "kind": "statute",
            "task": None,
            "started": MOMENT,
            "budget": "15wd",
            "extensions": [],
            "due": DUE,
        }
    ],
    "spent": SPENT,
    "totals": [{"owner": OWNER, "spent": SPENT}],
    "stretches": [
        {
            "owner": OWNER,
            "begins": MOMENT,
            "ends": "2026-11-23T10:15:00+05:00",
            "late": False,
            "spent": SPENT,
        }
    ],
    "tasks": [
        {
            "task": TASK,
            "purpose": "work",
            "step": "reception",
            "organisation": "reception-61",
            "role": "clerk",
            "begins": MOMENT,
            "ends": "2026-11-23T10:15:00+05:00",
            "due": "2026-11-25T18:30:00+05:00",
            "spent": {
                "elapsed": "PT1H",
                "in_group": "PT20M",
                "in_hand": "PT40M",
                "paused": "PT0S",
                "off_hours": "PT0S",
                "late": "PT0S",
            },
            "calls": [],
        }
    ],
    "pauses": [],
    "extensions": [],
    "breaches": [],
}

RESPONSES: dict[str, Any] = {
    **CALENDARS,
    **NOTICES,
    **RECEPTIONS,
    "register_appeal": {
        "id": APPEAL,
        "number": "HK-2026-00000017-4",
        "tracking_code": "7Q4M2X9KDA",
        "registered_at": MOMENT,
        "statutory_due": DUE,
        "status": "in_work",
        "receiver": RECEIVER | {"post": "қабылдау бөлмесінің қызметкері"},
        "remarks": ["language_unlikely"],
    },
    "list_appeals": {"items": [LINE], "next": None},
    "read_appeal": APPEAL_VIEW,
    "read_appeal_by_number": APPEAL_VIEW,
    "read_timeline": TIMELINE,
    "read_clocks": CLOCKS,
    "read_notes": [NOTE],
    "write_note": NOTE,
    "note_task": NOTE,
    "list_tasks": {"items": [TASK_LINE], "next": None},
    "count_tasks": {
        "open": 12,
        "overdue": 1,
        "groups": [
            {"organisation": "reception-61", "role": "clerk", "state": "ready", "open": 12, "overdue": 1}
        ],
    },
    "read_task": TASK_VIEW,
    "claim_task": TASK_VIEW,
    "claim_next_task": TASK_VIEW,
    "do_batch": {"items": [{"task": TASK, "verb": "claim", "status": 200, "result": TASK_VIEW}]},
    "list_organisations": [
        {
            "id": "housing-61",
            "kind": "housing",
            "region": "61",
            "titles": TITLES,
            "roles": ["officer", "supervisor"],
        }
    ],
    "list_topics": [
        {
            "id": "housing-queue",
            "theme": "housing",
            "titles": TITLES,
            "competent": "housing",
            "steps": ["reception", "agency"],
            "receipt": False,
        }
    ],
    "read_policy": {
        "stamp": "kazakhstan-2026.1",
        "calendar": "kz-2026.1",
        "timezone": "Asia/Almaty",
        "statute": "15wd",
        "budgets": {"reception": "2wd", "agency": "5wd"},
        "regions": [
            {
                "id": "61",
                "titles": {"kk": "Түркістан облысы", "ru": "Туркестанская область", "en": "Turkistan Region"},
                "kato": "610000000",
                "former": [
                    {
                        "id": "51",
                        "titles": {
                            "kk": "Оңтүстік Қазақстан облысы",
                            "ru": "Южно-Казахстанская область",
                            "en": "South Kazakhstan Region",
                        },
                        "since": None,
                        "until": "2018-06-18",
                    }
                ],
                "called": ["Туркестан"],
            }
        ],
        "themes": [{"id": "housing", "titles": TITLES}],
    },
    "list_people": [PERSON_VIEW],
    "create_person": PERSON_VIEW | {"token": "kmk_told-this-once-and-kept-nowhere-0000000000"},
    "read_liveness": {
        "at": MOMENT,
        "open": 204,
        "overdue": 3,
        "without_clock": 0,
        "receptions_missing": 1,
        "worst_lateness_seconds": 5400.0,
        "worst_silence_seconds": 0.0,
        "stages": [{"stage": "reception", "open": 204, "overdue": 3, "clockless": 0}],
        "steps": [{"step": "reception", "open": 204, "overdue": 3}],
    },
    "read_ledger": {
        "at": MOMENT,
        "by": "organisation",
        "behind": 0,
        "lines": [LEDGER_SUM | {"key": "reception-61", "took_part": 1}],
        "total": LEDGER_SUM,
    },
    "healthz": {"status": "alive"},
    "readyz": {"ready": True, "parts": {"database": True, "temporal": True, "migrations": True}},
}
