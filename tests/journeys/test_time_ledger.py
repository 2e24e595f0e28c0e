"""Where the time went: an appeal paused, redirected, extended and late, added up beside others."""

from datetime import timedelta
from functools import reduce
from operator import add
from typing import Any

import pytest

from domain.projections.time_ledger.clock_moves import PauseEndReason
from domain.projections.time_ledger.ledger import TimeBreakdown, TimeLedger, time_ledger
from domain.projections.time_ledger.per_organisation import time_per_organisation
from schemas.http.responses.time_ledger import LedgerGrouping, TimeLedgerItem, TimeLedgerTotal, TimeLedgerView
from store.appeals import event_log
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation, rounded_to_minute

HOUSING, EMPLOYMENT, RECEPTION = "housing-61", "employment-61", "reception-61"
POLICE = "police-61"
OFFICER = "officer of employment"
A_DAY = timedelta(hours=9, minutes=30)
NONE = timedelta()


@pytest.fixture
async def late(simulation: Simulation) -> HttpAppeal:
    """Pause an appeal at the counter, redirect it, extend it, and let it be late at the agency."""
    await simulation.add_person(OFFICER, EMPLOYMENT, "officer")
    await simulation.add_person("deputy", EMPLOYMENT, "supervisor", "deputy")
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    await simulation.advance_to(simulation.on_workday(0, 11))
    await life.task_command("clerk", "request-information", text="Отбасында неше адам?")
    await simulation.advance_to(simulation.on_workday(1, 11))
    assert (await life.citizen_request("provide-information", text="Алты адам.")).status_code == 200
    await simulation.advance_to(simulation.on_workday(1, 12))
    await life.task_command("clerk", "redirect", to=EMPLOYMENT, text="Жұмыспен қамту мәселесі.")
    await life.task_command(OFFICER, "accept")
    await simulation.advance_to(simulation.on_workday(2))
    await life.appeal_command("deputy", "extend", term="1wd", text="Жауап шетелден келеді.")
    await simulation.advance_to(simulation.on_workday(16))
    on: dict[str, Any] = {"step": "agency", "reason": "other_competent_body", "override": True}
    await life.task_command(OFFICER, "claim")
    await simulation.advance_to(simulation.on_workday(19))
    await life.task_command("head", "refer", to=HOUSING, **on, text="Көмектесіңіз.")
    await simulation.advance_to(simulation.on_workday(19, 12))
    return life


async def whole(simulation: Simulation, report: TimeLedgerView, *lives: HttpAppeal) -> list[TimeLedger]:
    """Return the ledgers of *lives* at the moment of *report*."""
    async with simulation.harness.engine.connect() as connection:
        return [
            time_ledger(await event_log.facts_of_appeal(connection, life.id), report.measured_at)
            for life in lives
        ]


async def read(simulation: Simulation, by: LedgerGrouping, who: str = "operator") -> TimeLedgerView:
    answer = await simulation.harness.get(who, f"/v1/time-ledger?group_by={by}")
    assert answer.status_code == 200, answer.text
    view = TimeLedgerView.model_validate(answer.json())
    assert view.pending_appeals == 0
    return view


def spent(line: TimeLedgerTotal) -> TimeBreakdown:
    return TimeBreakdown(line.elapsed, line.working, line.paused, line.idle, line.off_hours, line.late)


def all_of(ledgers: list[TimeLedger]) -> TimeBreakdown:
    return reduce(add, (each.total for each in ledgers), TimeBreakdown())


def keyed(ledgers: TimeLedgerView) -> dict[str, TimeLedgerItem]:
    return {line.key: line for line in ledgers.items}


@pytest.mark.law("АППК 76(3)")
async def test_ledger_of_one_appeal_shows_pauses_and_delays(simulation: Simulation, late: HttpAppeal) -> None:
    own_ledger = await late.read_clocks()
    (pause,) = own_ledger.pauses
    assert (rounded_to_minute(pause.begins_at), rounded_to_minute(pause.ends_at)) == (
        simulation.on_workday(0, 11),
        simulation.on_workday(1, 11),
    )
    assert (pause.by and pause.by.organisation, pause.text) == (RECEPTION, "Отбасында неше адам?")
    assert (pause.end_reason, pause.statutory_clock_paused) == (PauseEndReason.ANSWERED, False)
    (extension,) = own_ledger.extensions
    assert (extension.by and extension.by.role, extension.organisation) == ("supervisor", EMPLOYMENT)
    assert (extension.old_due_at, extension.new_due_at) == (
        simulation.on_workday(16, 18, 30),
        simulation.on_workday(17, 18, 30),
    )
    statute = [each for each in own_ledger.breaches if each.clock == "statute"]
    assert [(each.organisation, each.due_at) for each in statute] == [
        (EMPLOYMENT, simulation.on_workday(17, 18, 30))
    ]
    counter, *others = [each for each in own_ledger.task_times if each.purpose == "work"]
    assert counter.organisation == RECEPTION
    assert rounded_to_minute(counter.spent.paused) == A_DAY
    assert others[0].organisation == EMPLOYMENT
    assert others[-1].organisation == HOUSING


async def test_organisations_regions_and_topics_add_up_to_the_appeals(
    simulation: Simulation, late: HttpAppeal
) -> None:
    far = await simulation.register("stranger", reception="reception-71", region="71", topic="large-families")
    await far.task_command("stranger", "claim")
    await far.appeal_command("stranger", "withdraw", text="Өтінішімді қайтарып аламын.")
    near = await simulation.register(topic="large-families")
    await simulation.advance_to(simulation.on_workday(19, 15))
    by = {each: await read(simulation, each) for each in LedgerGrouping}
    for view in by.values():
        assert spent(view.total) == all_of(await whole(simulation, view, late, far, near))
        assert (view.total.appeals, view.total.closed, view.total.breached_appeals) == (3, 1, 1)
    check_organisations(simulation, keyed(by[LedgerGrouping.ORGANISATION]))
    regions, topics = keyed(by[LedgerGrouping.REGION]), keyed(by[LedgerGrouping.TOPIC])
    assert spent(regions["61"]) == all_of(await whole(simulation, by[LedgerGrouping.REGION], late, near))
    assert spent(regions["71"]) == all_of(await whole(simulation, by[LedgerGrouping.REGION], far))
    assert (regions["71"].closed, regions["71"].late) == (1, NONE)
    assert spent(topics["large-families"]) == all_of(
        await whole(simulation, by[LedgerGrouping.TOPIC], far, near)
    )
    assert (topics["housing-queue"].breached_appeals, topics["large-families"].breached_appeals) == (1, 0)
    assert [line.key for line in (await read(simulation, LedgerGrouping.REGION, "far_head")).items] == ["71"]
    check_parts(
        keyed(by[LedgerGrouping.ORGANISATION]),
        await whole(simulation, by[LedgerGrouping.ORGANISATION], late, far, near),
    )


async def test_all_hours_of_what_is_urgent_count_by_night_too(simulation: Simulation) -> None:
    await simulation.add_person("policeman", POLICE, "officer")
    life = await simulation.register()
    await simulation.advance_to(simulation.on_workday(0, 22))
    await life.task_command("clerk", "flag-danger", danger="crime", text="Көршілер қару дайындап жатыр.")
    await life.task_command("policeman", "accept")
    for minutes in (60, 75):  # nothing happens between: it grows by itself
        await simulation.advance_to(simulation.on_workday(0, 22) + timedelta(minutes=minutes))
        view = await read(simulation, LedgerGrouping.ORGANISATION)
        police = keyed(view)[POLICE]
        assert rounded_to_minute(police.working) == timedelta(minutes=minutes)
        assert police.off_hours == NONE
        assert spent(view.total) == all_of(await whole(simulation, view, life))
    assert keyed(view)[RECEPTION].off_hours > NONE


def check_organisations(simulation: Simulation, lines: dict[str, TimeLedgerItem]) -> None:
    """See that each answers for its own time."""
    assert (rounded_to_minute(lines[RECEPTION].paused), lines[RECEPTION].late) == (A_DAY, NONE)
    assert lines[EMPLOYMENT].breached_appeals == 1
    assert lines[EMPLOYMENT].extended == simulation.on_workday(17) - simulation.on_workday(16)
    assert rounded_to_minute(lines[EMPLOYMENT].late) == simulation.on_workday(19) - simulation.on_workday(
        17, 18, 30
    )
    assert (
        rounded_to_minute(lines[HOUSING].late)
        == rounded_to_minute(lines[HOUSING].working)
        == timedelta(hours=5)
    )
    assert (lines[HOUSING].appeals, lines[HOUSING].breached_appeals) == (1, 0)
    assert (lines[EMPLOYMENT].appeals, lines[EMPLOYMENT].appeals_involved) == (0, 1)


def check_parts(lines: dict[str, TimeLedgerItem], ledgers: list[TimeLedger]) -> None:
    """See that each line is the sum of the organisation's parts in all appeals."""
    for name, line in lines.items():
        own = [
            part
            for each in ledgers
            for part in time_per_organisation(each, name)
            if part.organisation == name
        ]
        assert spent(line) == reduce(add, (part.breakdown for part in own), TimeBreakdown())
        assert line.extended == sum((part.extended_by for part in own), NONE)
        assert line.breached_appeals == sum(part.missed_statute_clocks for part in own)
        assert line.breached_steps == sum(part.missed_step_clocks for part in own)
