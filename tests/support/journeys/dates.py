"""tests.support.journeys.dates."""

from datetime import datetime

from tests.support.journeys.simulation import ALMATY


def almaty_datetime(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ALMATY)
