"""What is said at the end: the reckoning, the clocks, the ladder, and where to read on."""

from collections.abc import Iterator
from uuid import UUID

from rich.console import Console

from domain.policy.escalation import Rank
from runtime.demo.monitor import Watch
from runtime.demo.scenarios import Turn
from runtime.demo.session import Play, Talon
from runtime.demo.totals import Reckoning, published, reckon
from runtime.settings import Settings
from workflows.names import workflow_id

WORTH_READING = (
    *(Turn.FORGOTTEN, Turn.IGNORED_TO_DESK, Turn.REOPENED, Turn.DECLINED, Turn.LATE_RECEIPT, Turn.LEFT),
    *(Turn.ADVISED, Turn.IGNORED_AT_COUNTER),
)


def conclude(settings: Settings, console: Console, play: Play, watch: Watch) -> int:
    """Say how it went; return 0 if all is accounted for and no open appeal is without a live clock."""
    reckoning = reckon(play.talons, watch.lines.values())
    lines = [*_sums(reckoning), "", *_clocks(watch), "", *_deeds(play), "", *_links(settings, play)]
    console.rule(f"{reckoning.talons:,} appeals")
    console.print("\n".join([*lines, "The stack runs on."]), highlight=False, markup=False, soft_wrap=True)
    return 0 if reckoning.adds_up and not watch.without_clock else 1


def _sums(reckoning: Reckoning) -> Iterator[str]:
    yield str(reckoning)
    verdict = "The parts add up to the whole" if reckoning.adds_up else "THE PARTS DO NOT ADD UP TO THE WHOLE"
    yield f"{verdict}, as in {published()}."


def _clocks(watch: Watch) -> Iterator[str]:
    levels = watch.levels
    called = ", ".join(f"{rank} {levels[rank]}" for rank in Rank if levels[rank])
    climbed = sum(line.escalations > 0 for line in watch.lines.values())
    yield f"Open without a live clock: {watch.without_clock}, at every look."
    yield f"Worst lateness of a clock: {watch.silence:.1f} s after its moment."
    yield f"The ladder: {climbed} appeals climbed {sum(levels.values())} levels: {called or 'none'}."


def _deeds(play: Play) -> Iterator[str]:
    yield "Done: " + ", ".join(f"{verb} {count}" for verb, count in play.deeds.most_common()) + "."
    refused = ", ".join(f"{code} {count}" for code, count in play.refusals.most_common())
    yield f"Refused: {refused or 'nothing'}."


def _links(settings: Settings, play: Play) -> Iterator[str]:
    if not settings.temporal_ui:
        return
    yield "Read their stories in Temporal's Web UI:"
    for turn in WORTH_READING:
        talon = _first(play, turn)
        if talon is not None:
            yield f"  {turn}"
            yield f"  {settings.temporal_ui}/{workflow_id(UUID(talon.appeal))}"


def _first(play: Play, turn: Turn) -> Talon | None:
    return next((each for each in play.talons.values() if each.story.turn is turn), None)
