"""Short lives by the law, which between them go through every act; its terms are some seconds long."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from domain import commands as c
from domain.identity.people import Group, Office, Role
from domain.law.applicable_law import LegalTerm
from domain.law.vocabulary import Danger, Defect, HearingException, Means, ReturnGround, Verdict
from domain.policy.plan import Plan, Schedule
from domain.state.task import Duty, Ground, Task, TaskOutcome
from domain.worktime.terms import Term
from tests.domain.lawful import the_law
from tests.support.lives import AGENCY, CLERK, OFFICER, ROUND_THE_CLOCK, Life, person, plan
from tests.support.stories import Begin, Story, at_agency, claimed, until

DEPUTY = replace(person(AGENCY, Role.SUPERVISOR), office=Office.DEPUTY)
OPERATOR = person("coordination-desk", Role.OPERATOR)
MINISTRY, POLICE = Group("ministry", Role.OFFICER), Group("police", Role.OFFICER)
MINISTER = person(MINISTRY.organisation, Role.OFFICER)
BRIEF = Term.parse("2s")
WAITED_FOR = frozenset({"hearing", "complaint_window", "complaint_window_unnamed", "court"})
OTHER_DAYS = replace(ROUND_THE_CLOCK, version="round-the-clock-2", days_off=(date(2026, 12, 16),))


def hurried(kind: str = "application", statute: str = "100wh") -> Plan:
    """Return a plan by the law of this *kind*, its terms of seconds."""
    law, usual = the_law(kind), plan()
    term = replace(law.term, term=Term.parse(statute))
    law = replace(law, rules=tuple(map(brief, law.rules)), term=term)
    return replace(
        usual,
        law=law,
        statute=Schedule(Term.parse(statute), (50, 75), usual.statute.ladder),
        superior=MINISTRY,
        urgent=usual.steps[1],
        urgent_bodies=tuple((danger, POLICE) for danger in Danger),
    )


def brief(rule: LegalTerm) -> LegalTerm:
    """Return *rule*; what is only waited for takes two seconds."""
    return replace(rule, term=BRIEF) if rule.rule in WAITED_FOR else rule


async def owed(life: Life, duty: Duty) -> Task:
    """Return the open duty of this sort."""
    return next(each for each in (await life.appeal()).open_tasks if each.duty is duty)


async def told(life: Life) -> None:
    """Have the applicant told all that is owed."""
    for task in (await life.appeal()).open_tasks:
        if task.duty is Duty.NOTICE:
            await life.give(c.Notify(OPERATOR, task.id, Means.SMS))


async def accepted(life: Life) -> None:
    """Have the applicant told of the end, and let the time pass in which they might complain of it."""
    await told(life)
    await until(life, lambda seen: "WindowClosed" in seen)


async def sent_elsewhere(begin: Begin) -> Life:
    """A part goes elsewhere, then the whole; it comes back, and the fallback queue has it."""
    life = await begin(hurried())
    task = await at_agency(life)
    first, *_ = (await life.appeal()).legal.demands
    await life.give(c.RedirectPart(OFFICER, task.id, (first,), MINISTRY.organisation))
    await life.give(c.Redirect(OFFICER, task.id, MINISTRY.organisation))
    task = await life.main_task()
    await life.give(c.Accept(MINISTER, task.id))
    await life.give(c.Redirect(MINISTER, task.id, AGENCY))
    await told(life)
    await life.give(c.Withdraw(CLERK, uuid4()))
    await accepted(life)
    return life


async def told_of_danger(begin: Begin) -> Life:
    """It tells of danger, and goes on at once; then it is reckoned by another calendar."""
    life = await begin(hurried())
    task = await claimed(life)
    await life.give(c.ChangeKind(CLERK, hurried("message").law or the_law()))
    await life.give(c.FlagDanger(CLERK, task.id, Danger.SAFETY))
    await life.give(c.ChangeCalendar(OPERATOR, OTHER_DAYS))
    await told(life)
    await life.give(c.Withdraw(CLERK, uuid4()))
    await accepted(life)
    return life


async def lacking(begin: Begin) -> Life:
    """It is mended once, and not the second time: it goes back, and nobody complains of that."""
    life = await begin(hurried())
    task = await claimed(life)
    await life.give(c.NameDefects(CLERK, task.id, (Defect.SIGNATURE,), Term.parse("1wh")))
    await life.give(c.Mend(CLERK))
    await life.give(c.NameDefects(CLERK, task.id, (Defect.ADDRESS,), Term.parse("1s")))
    await until(life, lambda seen: "MendTermEnded" in seen)
    await life.give(c.ReturnToApplicant(CLERK, task.id, ReturnGround.UNMENDED))
    await accepted(life)
    return life


async def come_again(begin: Begin) -> Life:
    """It came again, and lies in the old file."""
    life = await begin(hurried())
    await life.give(c.Attach(CLERK, uuid4()))
    return life


async def heard(begin: Begin) -> Life:
    """The applicant is told, objects, is heard, remarks; then help is refused, and the terms are extended."""
    life = await begin(hurried())
    task = await at_agency(life)
    await life.give(c.TellPreliminary(OFFICER, task.id))
    await life.give(c.Object(CLERK))
    await life.give(c.AskForHearing(CLERK))
    await life.give(c.RecordHearing(OFFICER, task.id))
    protocol = await owed(life, Duty.PROTOCOL)
    await life.give(c.SignProtocol(OFFICER, protocol.id))
    await life.give(c.RemarkOnProtocol(CLERK))
    await life.give(c.Extend(DEPUTY, Term.parse("10cd")))
    said = Verdict(remedies=False, exception=HearingException.APPLICANT_ASKS)
    no = TaskOutcome.REFUSED
    await life.give(c.Complete(OFFICER, task.id, no, Ground.NO_RIGHT, uuid4(), verdict=said))
    await accepted(life)
    return life


async def complained(begin: Begin) -> Life:
    """A complaint goes to the superior, somebody steps aside there, the file is seen."""
    life = await begin(hurried("complaint"))
    task = await at_agency(life)
    await life.give(c.NameRepresentative(CLERK))
    await life.give(c.AskForFile(CLERK))
    file = await owed(life, Duty.FILE)
    await life.give(c.Claim(OFFICER, file.id))
    await life.give(c.Complete(OFFICER, file.id, TaskOutcome.ANSWERED))
    await life.give(c.Forward(OFFICER, task.id))
    await life.give(c.Challenge(CLERK, MINISTER.id))
    recusal = await owed(life, Duty.RECUSAL)
    await life.give(c.DecideRecusal(OPERATOR, recusal.id, upheld=True))
    await told(life)
    await life.give(c.Withdraw(CLERK, uuid4()))
    await accepted(life)
    return life


async def silent(begin: Begin) -> Life:
    """Nobody answers in time, which is a refusal."""
    life = await begin(hurried(statute="1s"))
    await until(life, lambda seen: "DeemedRefused" in seen)
    await told(life)
    await life.give(c.Withdraw(CLERK, uuid4()))
    await accepted(life)
    return life


LAW_STORIES: tuple[Story, ...] = (
    sent_elsewhere,
    told_of_danger,
    lacking,
    come_again,
    heard,
    complained,
    silent,
)
