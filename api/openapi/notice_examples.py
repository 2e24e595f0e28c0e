"""Examples of what is told to applicants, and of what came again."""

from typing import Any

from api.openapi.request_examples import APPEAL, MOMENT, TASK

EARLIER = "019aa1f0-5c00-7000-8000-000000000009"
NUMBER = "HK-2026-00000017-4"

NOTICES: dict[str, Any] = {
    "read_twins": [
        {
            "id": EARLIER,
            "number": "HK-2026-00000003-5",
            "organisation": "reception-61",
            "registered_at": MOMENT,
            "status": "closed",
            "outcome": "returned",
        }
    ],
    "read_notices": {
        "items": [
            {
                "appeal": APPEAL,
                "seq": 4,
                "number": NUMBER,
                "at": MOMENT,
                "event": "defects_named",
                "language": "ru",
                "text": f"В обращении {NUMBER} не хватает: подпись. Устраните это до 26 нояб. 2026 г., "
                "18:30:00, иначе обращение может быть возвращено (АППК 64(6)).",
                "words": "Подпишите, пожалуйста, заявление.",
                "article": "АППК 64(6)",
                "recipients": [
                    {"capacity": "applicant", "name": "Гүлнұр Әбенова", "contacts": {"phone": "+77010000000"}}
                ],
                "task": TASK,
            }
        ],
        "next": "WyI0NGQ4ZTA1MjQ2ZTAiXQ",
    },
}
