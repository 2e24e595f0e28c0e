"""An example for each operation, by its name: what is sent, and what comes back. Tests try them all."""

from typing import Any

APPEAL = "019aa1f0-5c00-7000-8000-000000000001"
TASK = "019aa1f0-5c00-7000-8000-000000000002"
PERSON = "019aa1f0-5c00-7000-8000-000000000003"
MOMENT = "2026-11-23T09:15:00+05:00"
DUE = "2026-12-11T18:30:00+05:00"
RECEIVER = {"id": PERSON, "name": "Айгүл Серікова", "organisation": "reception-61"}

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
TEXT = "Келісемін, құжаттарды қоса беремін."

REQUESTS: dict[str, dict[str, Any]] = {
    "register_appeal": {
        "channel": "reception",
        "language": "kk",
        "region": "611010000",
        "reception": "reception-61",
        "topic": "housing-queue",
        "text": "Төрт балам бар, пәтерге кезекке қалай тұрамын?",
        "applicant": {
            "name": "Гүлнұр Әбенова",
            "iin": "900101300007",
            "category": "large_family",
            "contacts": {"phone": "+7 701 000 00 00"},
        },
    },
    "withdraw_appeal": {"text": "Мәселем шешілді."},
    "provide_information": {"text": TEXT},
    "confirm_receipt": {"received": True},
    "reopen_appeal": {"text": "Көмек келген жоқ."},
    "extend_appeal": {"term": "5wd", "text": "Күтілетін жауап шетелден келеді."},
    "merge_appeal": {"into": APPEAL},
    "write_note": {"text": "Отбасы қоңырауды кешке күтеді."},
    "give_feedback": {"score": 5, "text": "Рахмет!"},
    "claim_task": {},
    "release_task": {"override": False},
    "accept_task": {},
    "decline_task": {"reason": "not_competent", "text": "Не наша компетенция."},
    "complete_task": {"outcome": "resolved", "text": "Кезекке қойылды."},
    "refer_task": {"step": "agency", "reason": "competence"},
    "return_task": {"reason": "incomplete", "text": "Нет справки о составе семьи."},
    "reassign_task": {"organisation": "reception-61", "role": "clerk", "holder": PERSON},
    "hold_task": {"until": "2026-11-26T10:00:00+05:00", "reason": "scheduled_visit"},
    "resume_task": {},
    "request_information": {"text": "Отбасы құрамы туралы анықтаманы жіберіңіз."},
    "open_side_task": {"step": "specialist", "specialty": "lawyer", "mandatory": True},
    "cancel_side_task": {"text": "Енді қажет емес."},
    "claim_next_task": {},
    "do_batch": {
        "items": [
            {"task": TASK, "verb": "claim"},
            {"task": TASK, "verb": "complete", "body": {"outcome": "explained"}},
        ]
    },
    "put_organisation": {
        "kind": "agency",
        "region": "61",
        "titles": {"kk": "Тұрғын үй бөлімі", "ru": "Отдел жилья", "en": "Housing office"},
        "roles": ["officer", "supervisor"],
    },
    "put_topic": {
        "theme": "housing",
        "titles": {"kk": "Тұрғын үй кезегі", "ru": "Очередь на жильё", "en": "Housing queue"},
        "competent": "agency-61",
    },
    "create_person": {
        "name": "Айгүл Серікова",
        "organisation": "reception-61",
        "role": "clerk",
        "region": "61",
    },
    "change_person": {"active": False},
}

RESPONSES: dict[str, Any] = {
    "register_appeal": {
        "id": APPEAL,
        "number": "HK-2026-00000017-4",
        "tracking_code": "7Q4M2X9KDA",
        "registered_at": MOMENT,
        "statutory_due": DUE,
        "status": "in_work",
        "receiver": RECEIVER,
    },
    "list_appeals": {"items": [LINE], "next": None},
    "list_tasks": {"items": [TASK_LINE], "next": None},
    "read_task": TASK_VIEW,
    "healthz": {"status": "alive"},
    "readyz": {"ready": True, "parts": {"database": True, "temporal": True, "migrations": True}},
}
