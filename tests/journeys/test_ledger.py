"""Where the time went: an appeal paused, redirected, extended and late, added up beside others."""

from datetime import timedelta
from functools import reduce
from operator import add
from typing import Any

import pytest

from domain.projections.time_ledger.clock_moves import PauseEnd
from domain.projections.time_ledger.ledger import Ledger, Spent, ledger
from domain.projections.time_ledger.per_organisation import parts
from schemas.http.responses.time_ledger import By, LedgerLine, LedgerSum, LedgerView
from store.appeals import event_log
from tests.journeys.world import Life, World, soon

HOUSING, EMPLOYMENT, RECEPTION = "housing-61", "employment-61", "reception-61"
POLICE = "police-61"
OFFICER = "officer of employment"
A_DAY = timedelta(hours=9, minutes=30)
NONE = timedelta()


@pytest.fixture
async def late(world: World) -> Life:
    """Pause an appeal at the counter, redirect it, extend it, and let it be late at the agency."""
    await world.hire(OFFICER, EMPLOYMENT, "officer")
    life = await world.registered()
    await life.do("clerk", "claim")
    await world.until(world.day(0, 11))
    await life.do("clerk", "request-information", text="Отбасында неше адам?")
    await world.until(world.day(1, 11))
    assert (await life.citizen("information", text="Алты адам.")).status_code == 200
    await world.until(world.day(1, 12))
    await life.do("clerk", "redirect", to=EMPLOYMENT, text="Жұмыспен қамту мәселесі.")
    await life.do(OFFICER, "accept")
    await world.until(world.day(2))
    await life.ask("head", "extension", term="1wd", text="Жауап шетелден келеді.")
    await world.until(world.day(16))
    on: dict[str, Any] = {"step": "agency", "reason": "competence", "override": True}
    await life.do("head", "refer", to=EMPLOYMENT, **on, text="Бітіріңіз.")
    await world.until(world.day(19))
    await life.do("head", "refer", to=HOUSING, **on, text="Көмектесіңіз.")
    await world.until(world.day(19, 12))
    return life


async def whole(world: World, report: LedgerView, *lives: Life) -> list[Ledger]:
    """Return the ledgers of *lives* at the moment of *report*."""
    async with world.house.engine.connect() as connection:
        return [ledger(await event_log.facts(connection, life.id), report.at) for life in lives]


async def read(world: World, by: By, who: str = "operator") -> LedgerView:
    answer = await world.house.get(who, f"/v1/ledger?by={by}")
    assert answer.status_code == 200, answer.text
    told = LedgerView.model_validate(answer.json())
    assert told.behind == 0
    return told


def spent(line: LedgerSum) -> Spent:
    return Spent(line.elapsed, line.working, line.paused, line.idle, line.off_hours, line.late)


def all_of(told: list[Ledger]) -> Spent:
    return reduce(add, (each.spent for each in told), Spent())


def keyed(told: LedgerView) -> dict[str, LedgerLine]:
    return {line.key: line for line in told.lines}


@pytest.mark.law("АППК 76(3)")
async def test_the_ledger_of_one_tells_who_paused_extended_and_was_late(late: Life) -> None:
    world, told = late.world, await late.clocks()
    (pause,) = told.pauses
    assert (soon(pause.begins), soon(pause.ends)) == (world.day(0, 11), world.day(1, 11))
    assert (pause.by and pause.by.organisation, pause.text) == (RECEPTION, "Отбасында неше адам?")
    assert (pause.ended, pause.statute) == (PauseEnd.ANSWERED, False)
    (extension,) = told.extensions
    assert (extension.by and extension.by.role, extension.organisation) == ("head", EMPLOYMENT)
    assert (extension.old_due, extension.new_due) == (world.day(16, 18, 30), world.day(17, 18, 30))
    statute = [each for each in told.breaches if each.clock == "statute"]
    assert [(each.organisation, each.due) for each in statute] == [(EMPLOYMENT, world.day(17, 18, 30))]
    counter, *others = [each for each in told.tasks if each.purpose == "work"]
    assert counter.organisation == RECEPTION
    assert soon(counter.spent.paused) == A_DAY
    assert others[0].organisation == EMPLOYMENT
    assert others[-1].organisation == HOUSING


async def test_organisations_regions_and_topics_add_up_to_the_appeals(late: Life) -> None:
    world = late.world
    far = await world.registered("stranger", reception="reception-71", region="71", topic="large-families")
    await far.do("stranger", "claim")
    await far.do("stranger", "complete", outcome="explained", text="Түсіндірілді.")
    near = await world.registered(topic="large-families")
    await world.until(world.day(19, 15))
    by = {each: await read(world, each) for each in By}
    for told in by.values():
        assert spent(told.total) == all_of(await whole(world, told, late, far, near))
        assert (told.total.appeals, told.total.closed, told.total.breached) == (3, 1, 1)
    check_organisations(world, keyed(by[By.ORGANISATION]))
    regions, topics = keyed(by[By.REGION]), keyed(by[By.TOPIC])
    assert spent(regions["61"]) == all_of(await whole(world, by[By.REGION], late, near))
    assert spent(regions["71"]) == all_of(await whole(world, by[By.REGION], far))
    assert (regions["71"].closed, regions["71"].late) == (1, NONE)
    assert spent(topics["large-families"]) == all_of(await whole(world, by[By.TOPIC], far, near))
    assert (topics["housing-queue"].breached, topics["large-families"].breached) == (1, 0)
    assert [line.key for line in (await read(world, By.REGION, "far_head")).lines] == ["71"]
    check_parts(keyed(by[By.ORGANISATION]), await whole(world, by[By.ORGANISATION], late, far, near))


async def test_all_hours_of_what_is_urgent_count_by_night_too(world: World) -> None:
    await world.hire("policeman", POLICE, "officer")
    life = await world.registered()
    await world.until(world.day(0, 22))
    await life.do("clerk", "flag-danger", danger="crime", text="Көршілер қару дайындап жатыр.")
    await life.do("policeman", "accept")
    for minutes in (60, 75):  # nothing happens between: it grows by itself
        await world.until(world.day(0, 22) + timedelta(minutes=minutes))
        told = await read(world, By.ORGANISATION)
        police = keyed(told)[POLICE]
        assert soon(police.working) == timedelta(minutes=minutes)
        assert police.off_hours == NONE
        assert spent(told.total) == all_of(await whole(world, told, life))
    assert keyed(told)[RECEPTION].off_hours > NONE


def check_organisations(world: World, lines: dict[str, LedgerLine]) -> None:
    """See that each answers for its own time."""
    assert (soon(lines[RECEPTION].paused), lines[RECEPTION].late) == (A_DAY, NONE)
    assert lines[EMPLOYMENT].breached == 1
    assert lines[EMPLOYMENT].extended == world.day(17) - world.day(16)
    assert soon(lines[EMPLOYMENT].late) == world.day(19) - world.day(17, 18, 30)
    assert soon(lines[HOUSING].late) == soon(lines[HOUSING].working) == timedelta(hours=5)
    assert (lines[HOUSING].appeals, lines[HOUSING].breached) == (1, 0)
    assert (lines[EMPLOYMENT].appeals, lines[EMPLOYMENT].took_part) == (0, 1)


def check_parts(lines: dict[str, LedgerLine], told: list[Ledger]) -> None:
    """See that each line is the sum of the organisation's parts in all appeals."""
    for name, line in lines.items():
        own = [part for each in told for part in parts(each, name) if part.organisation == name]
        assert spent(line) == reduce(add, (part.spent for part in own), Spent())
        assert line.extended == sum((part.extended for part in own), NONE)
        assert line.breached == sum(part.breached for part in own)
        assert line.breached_steps == sum(part.breached_steps for part in own)
