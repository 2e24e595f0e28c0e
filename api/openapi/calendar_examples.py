"""An example of what is answered about the calendar."""

from typing import Any

from api.openapi.request_examples import APPEAL_ID, MOMENT, PERSON_ID

CALENDAR_LIST_ITEM = {
    "version": "kz-2026.1.1",
    "in_force": True,
    "base_version": "kz-2026.1",
    "created_at": MOMENT,
    "source": {"issued_by": "Еңбек министрлігі", "reference": "Бұйрық № 512"},
    "days": [{"date": "2027-03-18", "change": "day_off", "name": "Демалыс", "region": ""}],
}
CALENDAR_VIEW = CALENDAR_LIST_ITEM | {
    "timezone": "Asia/Almaty",
    "opens_at": "09:00:00",
    "closes_at": "18:30:00",
    "first_day": "2019-01-01",
    "last_day": "2036-12-31",
    "days_off": ["2027-01-01", "2027-03-18"],
    "extra_working_days": ["2027-03-27"],
    "estimated_days_off": ["2028-05-05"],
    "regional_days_off": [{"region": "61", "date": "2027-06-03"}],
    "changed_by": PERSON_ID,
    "pending_appeals": 1200,
    "progress": {"applied": 13800, "remaining": 1200, "passes": 0, "retrying": [], "superseded": False},
}
CALENDAR_PREVIEW = {
    "base_version": "kz-2026.1",
    "version": "kz-2026.1.1",
    "counts": {
        "open": 15000,
        "evaluated": 15000,
        "affected": 9100,
        "earlier": 0,
        "later": 9100,
        "breached": 12,
    },
    "items": [
        {
            "id": APPEAL_ID,
            "number": "HK-2027-00000017-4",
            "region": "61",
            "clocks": [
                {
                    "clock": "statute",
                    "task": None,
                    "old_due_at": "2027-03-18T18:30:00+05:00",
                    "new_due_at": "2027-03-19T18:30:00+05:00",
                    "breached": False,
                }
            ],
        }
    ],
    "next_cursor": None,
}
CALENDAR_EXAMPLES: dict[str, Any] = {
    "list_calendars": {"items": [CALENDAR_LIST_ITEM], "next_cursor": None},
    "preview_calendar_amendment": CALENDAR_PREVIEW,
    "amend_calendar": CALENDAR_VIEW,
    "read_calendar": CALENDAR_VIEW,
}
