"""Strategies: commands, people, times and policies from which Hypothesis chooses."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from domain import commands as c
from domain.decide.allowed import allowed_verbs
from domain.identity.people import Group, Person, Role
from domain.law.vocabulary import (
    NO_DECISION_DETAILS,
    Danger,
    DecisionDetails,
    Defect,
    HearingException,
    NotificationMeans,
    ReturnGround,
)
from domain.policy.plan import Specialty, Step
from domain.procedure.registry import COMMANDS
from domain.rules.command_spec import TaskCommandSpec
from domain.rules.lifecycle import Verb
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Ground, HandBackReason, HoldReason, Purpose, ReferralReason, Task, TaskOutcome
from tests.support.domain.builders import (
    AGENCY_GROUP,
    DAY,
    DEMANDS,
    FALLBACK_GROUP,
    HOUR,
    LAWYERS_GROUP,
    MINUTE,
    OFFICE_CALENDAR,
    OTHER_AGENCY,
    PEOPLE,
    RECEPTION_GROUP,
    WEEK,
    almaty,
    make_plan,
    parse_term,
)
from tests.support.domain.statutory_plans import (
    REGISTERED_2025,
    law_for,
    statutory_plan,
    urgent_plan,
    with_own_rules,
)

APPEAL_KINDS = ["application", "complaint", "message", "media_inquiry"]
OTHER_OFFICE_CALENDAR = replace(
    OFFICE_CALENDAR, version="office-2026-2", days_off=(*OFFICE_CALENDAR.days_off, date(2026, 4, 1))
)
PLANS = [
    make_plan(),
    make_plan(receipt=True),
    make_plan(lapse="1wd"),
    make_plan(lapse="4wh", receipt=True),
    make_plan(statute="10wh"),
    statutory_plan(),
    statutory_plan(receipt=True),
    statutory_plan("complaint"),
    urgent_plan(),
    statutory_plan("message"),
    replace(statutory_plan(), body_with_counter=""),
    statutory_plan(day=REGISTERED_2025),
    statutory_plan(country="ru"),
    statutory_plan("grievance", country="in"),
    with_own_rules(urgent_plan(country="ru")),
    with_own_rules(urgent_plan("grievance", country="in")),
    with_own_rules(make_plan()),
]
START_TIMES = [
    almaty(3, 16),
    almaty(3, 20, 18, 29),
    almaty(3, 20, 18, 30),
    almaty(3, 22, 3),
    almaty(4, 30, 12),
]
SHORT_WAITS = [MINUTE, HOUR, 5 * HOUR, DAY, 3 * DAY]
LONG_WAITS = [timedelta(0), WEEK, 3 * WEEK, 12 * WEEK]
GROUPS = [RECEPTION_GROUP, AGENCY_GROUP, LAWYERS_GROUP, FALLBACK_GROUP, Group(OTHER_AGENCY, Role.OFFICER)]
DECISION_OUTCOMES = [TaskOutcome.RESOLVED, TaskOutcome.EXPLAINED, TaskOutcome.REFUSED, TaskOutcome.TERMINATED]
LIKELY_OUTCOMES = {
    Purpose.WORK: DECISION_OUTCOMES,
    Purpose.SIDE: [TaskOutcome.ANSWERED],
    Purpose.CALL_BACK: [TaskOutcome.RECEIVED, TaskOutcome.NOT_RECEIVED],
    Purpose.DUTY: [TaskOutcome.ANSWERED],
}

APPEAL_VERBS = [
    Verb.PROVIDE_INFORMATION,
    Verb.CONFIRM_RECEIPT,
    Verb.EXTEND,
    Verb.CORRECT_DEFECTS,
    Verb.SUBMIT_OBJECTION,
    Verb.REQUEST_HEARING,
    Verb.REQUEST_RECUSAL,
    Verb.REQUEST_FILE_ACCESS,
    Verb.CHANGE_CALENDAR,
    Verb.CORRECT_APPLICANT,
    Verb.CORRECT_TOPIC,
    Verb.CORRECT_REGION,
    Verb.RECORD_BODY_REGISTRATION,
]

people = st.sampled_from(PEOPLE)
grounds = st.none() | st.sampled_from(Ground)
outcomes = st.sampled_from(TaskOutcome)
decisions = st.just(NO_DECISION_DETAILS) | st.builds(
    DecisionDetails,
    st.sampled_from(["", "burdensome_act", "favourable_act", "nonsense"]),
    st.sampled_from(["", "already_decided", "anonymous", "withdrawn"]),
    st.booleans(),
    st.none() | st.sampled_from(HearingException),
)
organisations = st.none() | st.sampled_from([OTHER_AGENCY, AGENCY_GROUP.organisation])
specialties = st.none() | st.sampled_from(Specialty)
hold_reasons = st.sampled_from(HoldReason)


def commands_of(  # noqa: C901, PLR0911, PLR0912 - one arm a verb
    verb: Verb, by: Person, task: Task, now: datetime
) -> st.SearchStrategy[c.PersonCommand]:
    """Return commands of this *verb*, more often sensible than not."""
    if isinstance(COMMANDS[verb], TaskCommandSpec):
        return _task_commands(verb, by, task, now)
    match verb:
        case Verb.RESOLVE_AT_INTAKE:
            return st.builds(
                c.ResolveAtIntake, st.just(by), st.sampled_from(DECISION_OUTCOMES) | outcomes, grounds
            )
        case Verb.CONFIRM_RECEIPT:
            return st.builds(c.ConfirmReceipt, st.just(by), st.booleans())
        case Verb.MERGE:
            return st.builds(c.Merge, st.just(by), st.just(UUID(int=7)), st.booleans())
        case Verb.ATTACH_TO_FILE:
            return st.just(c.AttachToFile(by, UUID(int=7)))
        case Verb.REQUEST_RECUSAL:
            return people.map(lambda challenged: c.RequestRecusal(by, challenged.id))
        case Verb.CHANGE_KIND:
            return st.sampled_from(APPEAL_KINDS).map(lambda kind: c.ChangeKind(by, law_for(kind)))
        case Verb.CHANGE_CALENDAR:
            return st.just(c.ChangeCalendar(by, OTHER_OFFICE_CALENDAR))
        case Verb.CORRECT_APPLICANT:
            return st.just(c.CorrectApplicant(by, 0, ("name",)))
        case Verb.CORRECT_TOPIC:
            return st.sampled_from(PLANS).map(lambda plan: c.CorrectTopic(by, "employment", plan.plan()))
        case Verb.CORRECT_REGION:
            return st.sampled_from(PLANS).map(lambda plan: c.CorrectRegion(by, "79", plan.plan()))
        case Verb.RECORD_BODY_REGISTRATION:
            return st.sampled_from(["ЖТ-1", "17/2"]).map(lambda number: c.RecordBodyRegistration(by, number))
        case Verb.EXTEND:
            return st.sampled_from(["1wd", "5cd", "3mo"]).map(lambda text: c.Extend(by, parse_term(text)))
        case _:
            return st.just(COMMANDS[verb].command(by))  # type: ignore[call-arg]


def _task_commands(  # noqa: C901, PLR0911, PLR0912 - one arm a verb
    verb: Verb, by: Person, task: Task, now: datetime
) -> st.SearchStrategy[c.PersonCommand]:
    who, what, steps = st.just(by), st.just(task.id), st.sampled_from(Step)
    override = st.just(task.holder != by.id) | st.booleans()
    back = st.sampled_from(HandBackReason)
    match verb:
        case Verb.COMPLETE:
            likely = st.sampled_from(LIKELY_OUTCOMES[task.purpose]) | outcomes
            return st.builds(
                c.Complete, who, what, likely, grounds, override=override, decision_details=decisions
            )
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
            return st.builds(
                c.Hold, who, what, st.sampled_from([now + each for each in SHORT_WAITS]), hold_reasons
            )
        case Verb.RELEASE:
            return st.builds(c.Release, who, what, override)
        case Verb.REDIRECT | Verb.SPLIT_OFF | Verb.FLAG_DANGER | Verb.REPORT_DEFECTS:
            return _statutory_commands(verb, by, task, override)
        case Verb.RETURN_TO_APPLICANT:
            reasons = st.sampled_from(ReturnGround)
            return st.builds(c.ReturnToApplicant, who, what, reasons, override=override)
        case Verb.DECIDE_RECUSAL:
            return st.builds(c.DecideRecusal, who, what, st.booleans())
        case Verb.RECORD_NOTIFICATION:
            return st.builds(c.RecordNotification, who, what, st.sampled_from(NotificationMeans))
        case _:
            return st.just(COMMANDS[verb].command(by, task.id))  # type: ignore[call-arg]


def _statutory_commands(
    verb: Verb, by: Person, task: Task, override: st.SearchStrategy[bool]
) -> st.SearchStrategy[c.PersonCommand]:
    who, what = st.just(by), st.just(task.id)
    bodies = st.sampled_from([OTHER_AGENCY, AGENCY_GROUP.organisation, "police"])
    match verb:
        case Verb.REDIRECT:
            return st.builds(c.Redirect, who, what, bodies, override=override, is_external=st.booleans())
        case Verb.SPLIT_OFF:
            demands = st.lists(st.sampled_from(DEMANDS), max_size=3).map(tuple)
            return st.builds(c.SplitOff, who, what, demands, bodies, override=override)
        case Verb.FLAG_DANGER:
            return st.builds(c.FlagDanger, who, what, st.sampled_from(Danger))
        case _:
            missing = st.lists(st.sampled_from(Defect), max_size=2).map(tuple)
            return st.builds(
                c.ReportDefects, who, what, missing, st.sampled_from([parse_term("5wd"), parse_term("0wd")])
            )


def unreachable_reports(appeal: Appeal) -> st.SearchStrategy[c.ReportVacantLevel]:
    """Return reports that a level is vacant, true or not."""
    tasks = st.sampled_from([task.id for task in appeal.tasks])
    return st.builds(c.ReportVacantLevel, st.sampled_from(ClockKind), tasks, st.integers(1, 6))


def permitted_verbs(appeal: Appeal, those: Sequence[Person]) -> st.SearchStrategy[tuple[Verb, Person, Task]]:
    """Return what some of *those* may do now, each verb as likely as any other."""
    uses: dict[Verb, list[tuple[Verb, Person, Task]]] = {}
    for task in appeal.open_tasks:
        for person in those:
            for verb in allowed_verbs(appeal, task, person):
                uses.setdefault(verb, []).append((verb, person, task))
    if not uses:
        return st.nothing()
    return st.sampled_from(list(uses)).flatmap(lambda verb: st.sampled_from(uses[verb]))
