"""What is said at the end: the reckoning, the clocks, the ladder, and where to read on."""

from collections.abc import Iterator
from uuid import UUID

from rich.console import Console

from domain.policy.escalation import EscalationTarget
from runtime.demo.display.monitor import Monitor
from runtime.demo.display.totals import Totals, count_totals, published_figures
from runtime.demo.simulation.scenarios import Incident
from runtime.demo.simulation.session import IssuedTalon, Session
from runtime.settings import Settings
from workflows.names import appeal_workflow_id

NOTABLE_INCIDENTS = (
    *(
        Incident.IGNORED_BY_ALL,
        Incident.IGNORED_UNTIL_FALLBACK,
        Incident.REOPENED,
        Incident.DECLINED,
        Incident.LATE_RECEIPT,
        Incident.HOLDER_ON_LEAVE,
    ),
    *(Incident.SPECIALIST_ASKED, Incident.IGNORED_AT_COUNTER),
)


def print_report(settings: Settings, console: Console, play: Session, watch: Monitor) -> int:
    """Say how it went; return 0 if all is accounted for and no open appeal is without a live clock."""
    reckoning = count_totals(play.talons, watch.lines.values())
    lines = [
        *_total_lines(reckoning),
        "",
        *_clock_lines(watch),
        "",
        *_verb_lines(play),
        "",
        *_link_lines(settings, play),
    ]
    console.rule(f"{reckoning.issued:,} appeals")
    console.print(
        "\n".join([*lines, "The stack keeps running."]), highlight=False, markup=False, soft_wrap=True
    )
    return 0 if reckoning.is_consistent and not watch.without_clock else 1


def _total_lines(reckoning: Totals) -> Iterator[str]:
    yield str(reckoning)
    verdict = (
        "The parts add up to the whole" if reckoning.is_consistent else "THE PARTS DO NOT ADD UP TO THE WHOLE"
    )
    yield f"{verdict}, as in {published_figures()}."


def _clock_lines(watch: Monitor) -> Iterator[str]:
    levels = watch.escalation_counts
    called = ", ".join(f"{rank} {levels[rank]}" for rank in EscalationTarget if levels[rank])
    climbed = sum(line.escalations > 0 for line in watch.lines.values())
    yield f"Open appeals without a running clock: {watch.without_clock} (maximum of all polls)."
    yield f"Worst lateness of a clock: {watch.worst_lateness_seconds:.1f} s after its due time."
    yield f"Escalations: {climbed} appeals reached {sum(levels.values())} levels: {called or 'none'}."


def _verb_lines(play: Session) -> Iterator[str]:
    yield "Commands: " + ", ".join(f"{verb} {count}" for verb, count in play.verb_counts.most_common()) + "."
    refused = ", ".join(f"{code} {count}" for code, count in play.refusals.most_common())
    yield f"Refused: {refused or 'nothing'}."


def _link_lines(settings: Settings, play: Session) -> Iterator[str]:
    if not settings.temporal_ui:
        return
    yield "Workflow histories in Temporal's Web UI:"
    for turn in NOTABLE_INCIDENTS:
        talon = _first_talon_with(play, turn)
        if talon is not None:
            yield f"  {turn}"
            yield f"  {settings.temporal_ui}/{appeal_workflow_id(UUID(talon.appeal))}"


def _first_talon_with(play: Session, turn: Incident) -> IssuedTalon | None:
    return next((each for each in play.talons.values() if each.scenario.incident is turn), None)
