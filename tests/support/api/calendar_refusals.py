"""tests.support.api.calendar_refusals."""

NAURYZ, SUNDAY = "2027-03-22", "2027-06-06"


def off(day: str, **more: str) -> dict[str, str]:
    return {"date": day, "change": "day_off", "name": "Демалыс", **more}


REFUSED_CALENDAR_CHANGES: list[tuple[dict[str, str], int, str]] = [
    (off(NAURYZ), 422, "already_day_off"),
    (off(SUNDAY), 422, "already_day_off"),
    (off("2100-01-04"), 422, "calendar_exhausted"),
    (off("2018-12-28"), 422, "calendar_exhausted"),
    (off("2027-06-03", region="99"), 422, "unknown_region"),
    ({"date": "2027-06-03", "change": "working_day", "name": "Жұмыс"}, 422, "already_working_day"),
    ({"date": NAURYZ, "change": "working_day", "name": "Жұмыс", "region": "61"}, 422, "day_off_nationwide"),
    ({"date": "2027-06-03", "change": "confirmed", "name": "Айт"}, 422, "day_not_estimated"),
    ({"date": "2027-02-30", "change": "day_off", "name": "Жоқ күн"}, 422, "validation_failed"),
    ({"date": "2027-06-03", "change": "maybe", "name": "Мүмкін"}, 422, "validation_failed"),
    (off("2027-06-03", region="6"), 422, "validation_failed"),
]


CODES_TESTED_SEPARATELY = {
    "calendar_not_in_force",
    "calendar_has_no_closing",
    "no_working_day",
}  # each in a test of its own
