"""An example of what is answered about the calendar."""

from typing import Any

from api.openapi.request_examples import APPEAL, MOMENT, PERSON

CHANGED_CALENDAR = {
    "version": "kz-2026.1.1",
    "in_force": True,
    "base": "kz-2026.1",
    "at": MOMENT,
    "source": {"ordered_by": "Еңбек министрлігі", "written_in": "Бұйрық № 512"},
    "days": [{"day": "2027-03-18", "turn": "off", "name": "Демалыс", "region": ""}],
}
CALENDAR_VIEW = CHANGED_CALENDAR | {
    "timezone": "Asia/Almaty",
    "opens": "09:00:00",
    "closes": "18:30:00",
    "first": "2019-01-01",
    "last": "2036-12-31",
    "days_off": ["2027-01-01", "2027-03-18"],
    "days_on": ["2027-03-27"],
    "estimated": ["2028-05-05"],
    "regional": [{"region": "61", "day": "2027-06-03"}],
    "ordered_by": PERSON,
    "left": 1200,
    "progress": {"told": 13800, "left": 1200, "rounds": 0, "waiting": [], "overtaken": False},
}
CALENDAR_PREVIEW = {
    "base": "kz-2026.1",
    "version": "kz-2026.1.1",
    "counts": {
        "open": 15000,
        "reckoned": 15000,
        "moving": 9100,
        "earlier": 0,
        "later": 9100,
        "breached": 12,
    },
    "items": [
        {
            "id": APPEAL,
            "number": "HK-2027-00000017-4",
            "region": "61",
            "moved": [
                {
                    "clock": "statute",
                    "task": None,
                    "old_due": "2027-03-18T18:30:00+05:00",
                    "new_due": "2027-03-19T18:30:00+05:00",
                    "breached": False,
                }
            ],
        }
    ],
    "next": None,
}
CALENDARS: dict[str, Any] = {
    "list_calendars": [CHANGED_CALENDAR],
    "preview_calendar": CALENDAR_PREVIEW,
    "change_calendar": CALENDAR_VIEW,
    "read_calendar": CALENDAR_VIEW,
}
