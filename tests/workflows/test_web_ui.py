"""Temporal's Web UI uses the words of the vocabulary."""

from domain.decide.alarms import next_alarm
from tests.support.domain.builders import held_by_clerk
from workflows.web_ui import current_details, timer_summary


def test_the_details_of_an_appeal_use_the_titles_of_the_vocabulary() -> None:
    appeal = held_by_clerk().appeal
    alarm = next_alarm(appeal)
    assert alarm is not None
    assert timer_summary(alarm) == "term of the step: warning at 50 %"
    details = current_details(appeal)
    assert details.splitlines()[0] == f"**{appeal.number}** — reception"
    assert "reception, claimed, `reception-turkestan:clerk`" in details
    assert details.endswith("term of the step: warning at 50 %")
