"""Lives that nobody wrote: commands, people, times and policies that Hypothesis may choose from."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from domain import commands as c
from domain.errors import Refusal
from domain.identity.people import Group, Person, Role
from domain.law.vocabulary import UNSAID, Danger, Defect, HearingException, Means, ReturnGround, Verdict
from domain.policy.plan import Specialty, Step
from domain.rules.lifecycle import COMMANDS, TASK_STATES, Verb
from domain.rules.permissions import allowed_verbs
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Ground, HandBackReason, HoldReason, Purpose, ReferralReason, Task, TaskOutcome
from tests.domain.builders import (
    AT_AGENCY,
    AT_LAWYERS,
    AT_RECEPTION,
    DAY,
    DEMANDS,
    FALLBACK,
    HOUR,
    MINUTE,
    OFFICE,
    OPERATOR,
    OTHER_AGENCY,
    PEOPLE,
    ROUND_THE_CLOCK,
    WEEK,
    Story,
    a_plan,
    almaty,
    term,
)
from tests.domain.lawful import OF_2021, lawful, the_law, urgent

KINDS = ["application", "complaint", "message", "media_inquiry"]
OTHER_OFFICE = replace(OFFICE, version="office-2026-2", days_off=(*OFFICE.days_off, date(2026, 4, 1)))
PLANS = [
    a_plan(),
    a_plan(receipt=True),
    a_plan(lapse="1wd"),
    a_plan(lapse="4wh", receipt=True),
    a_plan(statute="10wh"),
    lawful(),
    lawful(receipt=True),
    lawful("complaint"),
    urgent(),
    lawful("message"),
    lawful(day=OF_2021),
    lawful(country="ru"),
    lawful("grievance", country="in"),
]
STARTS = [almaty(3, 16), almaty(3, 20, 18, 29), almaty(3, 20, 18, 30), almaty(3, 22, 3), almaty(4, 30, 12)]
MOMENTS = [MINUTE, HOUR, 5 * HOUR, DAY, 3 * DAY]
AGES = [timedelta(0), WEEK, 3 * WEEK, 12 * WEEK]
GROUPS = [AT_RECEPTION, AT_AGENCY, AT_LAWYERS, FALLBACK, Group(OTHER_AGENCY, Role.OFFICER)]
DECISIONS = [TaskOutcome.RESOLVED, TaskOutcome.EXPLAINED, TaskOutcome.REFUSED, TaskOutcome.TERMINATED]
LIKELY = {
    Purpose.WORK: DECISIONS,
    Purpose.SIDE: [TaskOutcome.ANSWERED],
    Purpose.CALL_BACK: [TaskOutcome.RECEIVED, TaskOutcome.NOT_RECEIVED],
    Purpose.DUTY: [TaskOutcome.ANSWERED],
}

FOR_THE_WHOLE = [
    Verb.PROVIDE_INFORMATION,
    Verb.CONFIRM_RECEIPT,
    Verb.EXTEND,
    Verb.MEND,
    Verb.OBJECT,
    Verb.ASK_FOR_HEARING,
    Verb.CHALLENGE,
    Verb.ASK_FOR_FILE,
    Verb.CHANGE_CALENDAR,
]

people = st.sampled_from(PEOPLE)
grounds = st.none() | st.sampled_from(Ground)
outcomes = st.sampled_from(TaskOutcome)
verdicts = st.just(UNSAID) | st.builds(
    Verdict,
    st.sampled_from(["", "burdensome_act", "favourable_act", "nonsense"]),
    st.sampled_from(["", "already_decided", "anonymous", "withdrawn"]),
    st.booleans(),
    st.none() | st.sampled_from(HearingException),
)
organisations = st.none() | st.sampled_from([OTHER_AGENCY, AT_AGENCY.organisation])
specialties = st.none() | st.sampled_from(Specialty)
held = st.sampled_from(HoldReason)


def a_command(  # noqa: PLR0911 - one arm a verb
    verb: Verb, by: Person, task: Task, now: datetime
) -> st.SearchStrategy[c.PersonCommand]:
    """Return commands of this *verb*, more often sensible than not."""
    if verb in TASK_STATES:
        return _about_a_task(verb, by, task, now)
    match verb:
        case Verb.RESOLVE_HERE_AND_NOW:
            return st.builds(c.ResolveHereAndNow, st.just(by), st.sampled_from(DECISIONS) | outcomes, grounds)
        case Verb.CONFIRM_RECEIPT:
            return st.builds(c.ConfirmReceipt, st.just(by), st.booleans())
        case Verb.MERGE:
            return st.builds(c.Merge, st.just(by), st.just(UUID(int=7)), st.booleans())
        case Verb.ATTACH:
            return st.just(c.Attach(by, UUID(int=7)))
        case Verb.CHALLENGE:
            return people.map(lambda whom: c.Challenge(by, whom.id))
        case Verb.CHANGE_KIND:
            return st.sampled_from(KINDS).map(lambda kind: c.ChangeKind(by, the_law(kind)))
        case Verb.CHANGE_CALENDAR:
            return st.just(c.ChangeCalendar(by, OTHER_OFFICE))
        case Verb.EXTEND:
            return st.sampled_from(["1wd", "5cd", "3mo"]).map(lambda text: c.Extend(by, term(text)))
        case _:
            return st.just(COMMANDS[verb](by))  # type: ignore[call-arg]


def _about_a_task(  # noqa: C901, PLR0911, PLR0912 - one arm a verb
    verb: Verb, by: Person, task: Task, now: datetime
) -> st.SearchStrategy[c.PersonCommand]:
    who, what, steps = st.just(by), st.just(task.id), st.sampled_from(Step)
    override = st.just(task.holder != by.id) | st.booleans()
    back = st.sampled_from(HandBackReason)
    match verb:
        case Verb.COMPLETE:
            likely = st.sampled_from(LIKELY[task.purpose]) | outcomes
            return st.builds(c.Complete, who, what, likely, grounds, override=override, verdict=verdicts)
        case Verb.REFER:
            reasons = st.sampled_from(ReferralReason)
            return st.builds(
                c.Refer, who, what, steps, reasons, organisations, specialties, override=override
            )
        case Verb.OPEN_SIDE_TASK:
            return st.builds(c.OpenSideTask, who, what, steps, st.booleans(), organisations, specialties)
        case Verb.DECLINE:
            return st.builds(c.Decline, who, what, back)
        case Verb.RETURN:
            return st.builds(c.Return, who, what, back, override=override)
        case Verb.REASSIGN:
            holders = st.none() | people.map(lambda person: person.id)
            return st.builds(c.Reassign, who, what, st.just(task.group) | st.sampled_from(GROUPS), holders)
        case Verb.HOLD:
            return st.builds(c.Hold, who, what, st.sampled_from([now + each for each in MOMENTS]), held)
        case Verb.RELEASE:
            return st.builds(c.Release, who, what, override)
        case Verb.REDIRECT | Verb.REDIRECT_PART | Verb.FLAG_DANGER | Verb.NAME_DEFECTS:
            return _of_the_law(verb, by, task, override)
        case Verb.RETURN_TO_APPLICANT:
            reasons = st.sampled_from(ReturnGround)
            return st.builds(c.ReturnToApplicant, who, what, reasons, override=override)
        case Verb.DECIDE_RECUSAL:
            return st.builds(c.DecideRecusal, who, what, st.booleans())
        case Verb.NOTIFY:
            return st.builds(c.Notify, who, what, st.sampled_from(Means))
        case _:
            return st.just(COMMANDS[verb](by, task.id))  # type: ignore[call-arg,arg-type]


def _of_the_law(
    verb: Verb, by: Person, task: Task, override: st.SearchStrategy[bool]
) -> st.SearchStrategy[c.PersonCommand]:
    who, what = st.just(by), st.just(task.id)
    bodies = st.sampled_from([OTHER_AGENCY, AT_AGENCY.organisation, "police"])
    match verb:
        case Verb.REDIRECT:
            return st.builds(c.Redirect, who, what, bodies, override=override)
        case Verb.REDIRECT_PART:
            demands = st.lists(st.sampled_from(DEMANDS), max_size=3).map(tuple)
            return st.builds(c.RedirectPart, who, what, demands, bodies, override=override)
        case Verb.FLAG_DANGER:
            return st.builds(c.FlagDanger, who, what, st.sampled_from(Danger))
        case _:
            missing = st.lists(st.sampled_from(Defect), max_size=2).map(tuple)
            return st.builds(c.NameDefects, who, what, missing, st.sampled_from([term("5wd"), term("0wd")]))


def a_report(appeal: Appeal) -> st.SearchStrategy[c.ReportUnreachable]:
    """Return reports that nobody stands on a level, true or not."""
    tasks = st.sampled_from([task.id for task in appeal.tasks])
    return st.builds(c.ReportUnreachable, st.sampled_from(ClockKind), tasks, st.integers(1, 6))


def a_use(appeal: Appeal, those: Sequence[Person]) -> st.SearchStrategy[tuple[Verb, Person, Task]]:
    """Return what some of *those* may do now, each verb as likely as any other."""
    uses: dict[Verb, list[tuple[Verb, Person, Task]]] = {}
    for task in appeal.open_tasks:
        for person in those:
            for verb in allowed_verbs(appeal, task, person):
                uses.setdefault(verb, []).append((verb, person, task))
    if not uses:
        return st.nothing()
    return st.sampled_from(list(uses)).flatmap(lambda verb: st.sampled_from(uses[verb]))


@st.composite
def a_life(draw: st.DrawFn) -> Story:
    """Return the story of a while in which people did what they may, and time passed between."""
    story = Story(draw(st.sampled_from(PLANS)), draw(st.sampled_from([OFFICE, ROUND_THE_CLOCK])))
    for _ in range(draw(st.integers(0, 12))):
        pass_time = draw(st.sampled_from([story.wait, story.sleep]))
        pass_time(story.now + draw(st.sampled_from([timedelta(0), *MOMENTS, *AGES[:2]])))
        if story.appeal.is_closed:
            command: st.SearchStrategy[c.PersonCommand] = st.just(c.Reopen(OPERATOR))
        elif draw(st.booleans()) and story.appeal.open_tasks:
            command = a_command(*draw(a_use(story.appeal, PEOPLE)), story.now)
        else:
            verb = draw(st.sampled_from(FOR_THE_WHOLE))
            command = a_command(verb, OPERATOR, story.task, story.now)
        with suppress(Refusal):
            story.give(draw(command))
    return story
