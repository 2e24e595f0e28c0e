"""Examples of notices to applicants, and of duplicate appeals."""

from typing import Any

from api.openapi.request_examples import APPEAL_ID, MOMENT, TASK_ID

EARLIER_APPEAL_ID = "019aa1f0-5c00-7000-8000-000000000009"
APPEAL_NUMBER = "HK-2026-00000017-4"

NOTICE_EXAMPLES: dict[str, Any] = {
    "list_duplicate_appeals": {
        "items": [
            {
                "id": EARLIER_APPEAL_ID,
                "number": "HK-2026-00000003-5",
                "organisation": "reception-61",
                "registered_at": MOMENT,
                "status": "closed",
                "outcome": "returned",
            }
        ],
        "next_cursor": None,
    },
    "list_notices": {
        "items": [
            {
                "appeal": APPEAL_ID,
                "seq": 4,
                "number": APPEAL_NUMBER,
                "occurred_at": MOMENT,
                "event": "defects_reported",
                "language": "ru",
                "text": f"В обращении {APPEAL_NUMBER} не хватает: подпись. Устраните это в течение "
                "3 рабочих дней со дня получения этого уведомления, иначе обращение может быть "
                "возвращено (АППК 64(6)).",
                "officer_text": "Подпишите, пожалуйста, заявление.",
                "article": "АППК 64(6)",
                "recipients": [
                    {"capacity": "applicant", "name": "Гүлнұр Әбенова", "contacts": {"phone": "+77010000000"}}
                ],
                "task": TASK_ID,
            }
        ],
        "next_cursor": "WyI0NGQ4ZTA1MjQ2ZTAiXQ",
    },
}
