"""Short lives by the law, which between them go through every act; its terms are some seconds long."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from domain import commands as c
from domain.country.offices import Office
from domain.identity.people import Group, Role
from domain.law.applicable_law import LegalTerm
from domain.law.vocabulary import (
    Danger,
    DecisionDetails,
    Defect,
    HearingException,
    NotificationMeans,
    ReturnGround,
)
from domain.state.task import Duty, Ground, Task, TaskOutcome
from domain.worktime.terms import Term
from tests.support.domain.builders import CasePlan, all_below
from tests.support.domain.statutory_plans import law_for
from tests.support.workflows.live_appeal import (
    AGENCY,
    CLERK,
    OFFICER,
    ROUND_THE_CLOCK_CALENDAR,
    LiveAppeal,
    make_person,
    make_plan,
)
from tests.support.workflows.scenarios import (
    BeginAppeal,
    WorkflowScenario,
    bring_to_agency,
    claim_first_task,
    wait_for_events,
)

DEPUTY = replace(make_person(AGENCY, Role.SUPERVISOR), office=Office.DEPUTY)
OPERATOR = make_person("coordination-desk", Role.OPERATOR)
MINISTRY, POLICE = Group("ministry", Role.OFFICER), Group("police", Role.OFFICER)
MINISTER = make_person(MINISTRY.organisation, Role.OFFICER)
MINISTRY_SUPERVISOR = make_person(MINISTRY.organisation, Role.SUPERVISOR)
SHORT_TERM = Term.parse("2s")
WAITED_RULES = frozenset(
    {
        "hearing",
        "complaint_window",
        "complaint_window_without_remedies",
        "court_action",
        "court_action_without_superior",
    }
)
OTHER_CALENDAR = replace(
    ROUND_THE_CLOCK_CALENDAR, version="round-the-clock-2", days_off=(date(2026, 12, 16),)
)


def fast_statutory_plan(kind: str = "application", statute: str = "100wh") -> CasePlan:
    """Return a plan by the law of this *kind*, its terms of seconds."""
    law, usual = law_for(kind), make_plan()
    term = replace(law.term, term=Term.parse(statute))
    law = replace(law, rules=tuple(map(shortened, law.rules)), term=term)
    return replace(
        usual,
        law=law,
        superiors=all_below(MINISTRY) + tuple((each.group.organisation, MINISTRY) for each in usual.steps),
        urgent_step=usual.steps[1],
        danger_groups=tuple((danger, POLICE) for danger in Danger),
        body_with_counter=usual.steps[0].group.organisation,
    )


def shortened(rule: LegalTerm) -> LegalTerm:
    """Return *rule*; what is only waited for takes two seconds."""
    return replace(rule, term=SHORT_TERM) if rule.rule_id in WAITED_RULES else rule


async def open_duty(life: LiveAppeal, duty: Duty) -> Task:
    """Return the open duty of this sort."""
    return next(each for each in (await life.read_appeal()).open_tasks if each.duty is duty)


async def complete_due_notices(life: LiveAppeal) -> None:
    """Serve all owed notices to the applicant."""
    for task in (await life.read_appeal()).open_tasks:
        if task.duty is Duty.NOTICE:
            await life.send_command(c.RecordNotification(OPERATOR, task.id, NotificationMeans.SMS))


async def let_complaint_window_end(life: LiveAppeal) -> None:
    """Notify the applicant of the closing, and let the complaint window pass."""
    await complete_due_notices(life)
    await wait_for_events(life, lambda seen: "ComplaintWindowClosed" in seen)


async def redirected(begin: BeginAppeal) -> LiveAppeal:
    """A part goes elsewhere, then the whole; it comes back, and the fallback queue has it."""
    life = await begin(fast_statutory_plan())
    task = await bring_to_agency(life)
    first, *_ = (await life.read_appeal()).legal.demands
    await life.send_command(c.SplitOff(OFFICER, task.id, (first,), MINISTRY.organisation))
    await life.send_command(c.Redirect(OFFICER, task.id, MINISTRY.organisation))
    task = await life.read_main_task()
    await life.send_command(c.Accept(MINISTER, task.id))
    await life.send_command(c.Redirect(MINISTER, task.id, AGENCY))
    await complete_due_notices(life)
    await life.send_command(c.Withdraw(CLERK, uuid4()))
    await let_complaint_window_end(life)
    return life


async def danger_reported(begin: BeginAppeal) -> LiveAppeal:
    """A danger is sent on at once; then the calendar changes."""
    life = await begin(fast_statutory_plan())
    task = await claim_first_task(life)
    await life.send_command(c.ChangeKind(CLERK, fast_statutory_plan("message").law))
    await life.send_command(c.FlagDanger(CLERK, task.id, Danger.PUBLIC_SAFETY))
    await life.send_command(c.ChangeCalendar(OPERATOR, OTHER_CALENDAR))
    await complete_due_notices(life)
    await life.send_command(c.Withdraw(CLERK, uuid4()))
    await let_complaint_window_end(life)
    return life


async def defects_not_corrected(begin: BeginAppeal) -> LiveAppeal:
    """Defects are corrected once, not the second time: the appeal is returned without a complaint."""
    life = await begin(fast_statutory_plan())
    task = await claim_first_task(life)
    await life.send_command(c.ReportDefects(CLERK, task.id, (Defect.SIGNATURE,), Term.parse("1wh")))
    await life.send_command(c.CorrectDefects(CLERK))
    await life.send_command(c.ReportDefects(CLERK, task.id, (Defect.ADDRESS,), Term.parse("1s")))
    await complete_due_notices(life)
    await wait_for_events(life, lambda seen: "DefectCorrectionLapsed" in seen)
    await life.send_command(c.ReturnToApplicant(CLERK, task.id, ReturnGround.DEFECTS_NOT_CORRECTED))
    await let_complaint_window_end(life)
    return life


async def returned_as_identical(begin: BeginAppeal) -> LiveAppeal:
    """It came again, and lies in the old file."""
    life = await begin(fast_statutory_plan())
    await life.send_command(c.AttachToFile(CLERK, uuid4()))
    return life


async def hearing_held(begin: BeginAppeal) -> LiveAppeal:
    """The applicant is notified, objects, is heard, remarks; then help is refused, and terms are extended."""
    life = await begin(fast_statutory_plan())
    task = await bring_to_agency(life)
    await life.send_command(c.AnnouncePreliminaryDecision(OFFICER, task.id))
    await life.send_command(c.SubmitObjection(CLERK))
    await life.send_command(c.RequestHearing(CLERK))
    await life.send_command(c.RecordHearing(OFFICER, task.id))
    protocol = await open_duty(life, Duty.HEARING_PROTOCOL)
    await life.send_command(c.SignHearingProtocol(OFFICER, protocol.id))
    await life.send_command(c.SubmitProtocolRemarks(CLERK))
    await life.send_command(c.Extend(DEPUTY, Term.parse("10cd")))
    details = DecisionDetails(remedies_stated=False, hearing_exception=HearingException.APPLICANT_REQUEST)
    no = TaskOutcome.REFUSED
    await life.send_command(
        c.Complete(OFFICER, task.id, no, Ground.NO_RIGHT, uuid4(), decision_details=details)
    )
    await let_complaint_window_end(life)
    return life


async def complaint_forwarded(begin: BeginAppeal) -> LiveAppeal:
    """A complaint goes to the superior, a person recuses themselves there, the file is shown."""
    life = await begin(fast_statutory_plan("complaint"))
    task = await bring_to_agency(life)
    await life.send_command(c.ChangeRepresentative(CLERK))
    await life.send_command(c.RequestFileAccess(CLERK))
    file = await open_duty(life, Duty.CASE_FILE)
    await life.send_command(c.Claim(OFFICER, file.id))
    await life.send_command(c.Complete(OFFICER, file.id, TaskOutcome.ANSWERED))
    await life.send_command(c.ForwardComplaint(OFFICER, task.id))
    await life.send_command(c.RequestRecusal(CLERK, MINISTER.id))
    recusal = await open_duty(life, Duty.RECUSAL)
    await life.send_command(c.DecideRecusal(MINISTRY_SUPERVISOR, recusal.id, is_upheld=True))
    await complete_due_notices(life)
    await life.send_command(c.Withdraw(CLERK, uuid4()))
    await let_complaint_window_end(life)
    return life


async def deemed_refused(begin: BeginAppeal) -> LiveAppeal:
    """No answer in time, which is a deemed refusal."""
    life = await begin(fast_statutory_plan(statute="1s"))
    await wait_for_events(life, lambda seen: "DeemedRefused" in seen)
    await complete_due_notices(life)
    await life.send_command(c.Withdraw(CLERK, uuid4()))
    await let_complaint_window_end(life)
    return life


STATUTORY_SCENARIOS: tuple[WorkflowScenario, ...] = (
    redirected,
    danger_reported,
    defects_not_corrected,
    returned_as_identical,
    hearing_held,
    complaint_forwarded,
    deemed_refused,
)
