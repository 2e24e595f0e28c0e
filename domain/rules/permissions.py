"""Who stands how to a task: its holder, its group, those above it; and so which verbs are theirs."""

from uuid import UUID

from domain.errors import (
    Barred,
    Forbidden,
    NotAllowedInTaskState,
    NotASupervisor,
    NotTheHolder,
    NotYourGroup,
    RecusalPending,
    TaskHeldByAnother,
)
from domain.identity.people import Person, Role, oversees, works_in
from domain.rules.applicability import FOR_DUTIES, is_applicable
from domain.rules.lifecycle import AUTHORITY, FOR_THE_PATH, OWN_WORK, SPEAK_FOR_CITIZENS, TASK_STATES, Verb
from domain.state.appeal import Appeal
from domain.state.task import OFF_MAIN_PATH, Duty, Purpose, Task

FOR_GROUP = frozenset({Verb.CLAIM, Verb.ACCEPT, Verb.DECLINE})
FOR_HOLDER = frozenset(
    {
        Verb.RELEASE,
        Verb.COMPLETE,
        Verb.REFER,
        Verb.RETURN,
        Verb.HOLD,
        Verb.RESUME,
        Verb.REQUEST_INFORMATION,
        Verb.OPEN_SIDE_TASK,
        Verb.REDIRECT,
        Verb.SPLIT_OFF,
        Verb.REPORT_DEFECTS,
        Verb.RETURN_TO_APPLICANT,
        Verb.ANNOUNCE_PRELIMINARY_DECISION,
        Verb.RECORD_HEARING,
        Verb.FORWARD_COMPLAINT,
    }
)
OVERRIDABLE = frozenset(
    {
        Verb.RELEASE,
        Verb.COMPLETE,
        Verb.REFER,
        Verb.RETURN,
        Verb.REDIRECT,
        Verb.SPLIT_OFF,
        Verb.RETURN_TO_APPLICANT,
        Verb.FORWARD_COMPLAINT,
    }
)
DECIDING = frozenset({Verb.COMPLETE, Verb.RETURN_TO_APPLICANT, Verb.RESOLVE_AT_INTAKE, Verb.DECIDE_RECUSAL})


def allowed_verbs(appeal: Appeal, task: Task, person: Person) -> list[Verb]:
    """Return which verbs *person* may use on *task* now, in the order of the table."""
    if person.id in (*appeal.legal.barred, *appeal.legal.recused):
        return []
    return [
        verb
        for verb in TASK_STATES
        if is_applicable(appeal, task, verb)
        and _may_use(appeal, task, person, verb)
        and not _is_challenged(appeal, person, verb, task)
    ]


def check_appeal_command_allowed(appeal: Appeal, person: Person, verb: Verb) -> None:
    """Refuse a command on the appeal as a whole that is not for this person's role, or not for them."""
    if person.role not in AUTHORITY[verb]:
        raise Forbidden(verb=verb, role=person.role)
    if verb not in FOR_THE_PATH:
        check_not_barred(appeal, person.id)
    check_not_challenged(appeal, person, verb)
    above = oversees(person, appeal.group, appeal.region)
    if verb is Verb.EXTEND and not above:
        raise NotASupervisor(verb=verb)
    if verb in OWN_WORK and not (above or works_in(person, appeal.group)):
        raise NotYourGroup(group=appeal.group)
    speaks = person.role in SPEAK_FOR_CITIZENS
    if verb in FOR_THE_PATH and not (speaks or above or _has_worked_on_main_path(appeal, person)):
        raise NotYourGroup(group=appeal.group)


def check_leads_appeal(appeal: Appeal, person: Person, verb: Verb) -> None:
    """Refuse somebody who neither holds the main task nor stands above those who have it."""
    if not _leads_appeal(appeal, person):
        raise NotTheHolder(verb=verb)


def check_works_in_group(task: Task, person: Person) -> None:
    """Refuse somebody who does not work in the task's group."""
    if not works_in(person, task.group):
        raise NotYourGroup(group=task.group)


def check_not_barred(appeal: Appeal, person: UUID) -> None:
    """Refuse somebody who made what is complained of, or was recused (АППК 97(2), 67)."""
    if person in appeal.legal.barred:
        raise Barred(article=appeal.law.article_of("not_by_its_author"))
    if person in appeal.legal.recused:
        raise Barred(article=appeal.law.article_of("recusal"))


def check_not_challenged(appeal: Appeal, person: Person, verb: Verb, task: Task | None = None) -> None:
    """Refuse a decision by somebody who was challenged, before it is known whether they step aside."""
    if _is_challenged(appeal, person, verb, task):
        raise RecusalPending(article=appeal.law.article_of("recusal"))


def person_challenged_by(appeal: Appeal, task: Task) -> UUID:
    """Return whose recusal is decided by this open *task*: there is one for each, in the same order."""
    pending = [each.id for each in appeal.open_tasks if each.duty is Duty.RECUSAL]
    return appeal.legal.challenged[pending.index(task.id)]


def check_may_do_duty(appeal: Appeal, task: Task, person: Person) -> None:
    """Refuse somebody who does not work where the duty is, or finds it in another's hands."""
    if not (works_in(person, task.group) or oversees(person, task.group, appeal.region)):
        raise NotYourGroup(group=task.group)
    if task.holder not in (None, person.id):
        raise TaskHeldByAnother(holder=task.holder, since=task.state_since.isoformat())


def check_holder(appeal: Appeal, task: Task, person: Person, verb: Verb, *, override: bool = False) -> bool:
    """Refuse somebody who does not hold the task; tell whether a supervisor overrode.

    Raises TaskHeldByAnother, naming the holder, or TaskNotReady where nobody holds it yet.
    """
    if task.holder == person.id:
        return False
    if override:
        if not oversees(person, task.group, appeal.region):
            raise NotASupervisor(verb=verb)
        return True
    if task.holder is None:
        check_works_in_group(task, person)
        raise NotAllowedInTaskState(verb=verb, state=task.state, instead=Verb.CLAIM)
    if not (works_in(person, task.group) or oversees(person, task.group, appeal.region)):
        raise NotTheHolder(verb=verb)
    raise TaskHeldByAnother(holder=task.holder, since=task.state_since.isoformat())


def check_may_complete(appeal: Appeal, task: Task, person: Person, *, override: bool) -> bool:
    """Refuse somebody who is not to complete *task*; tell whether a supervisor overrode.

    A duty that nobody has in hand is done at once by whoever it falls to.
    """
    if _is_unclaimed_duty(task):
        check_may_do_duty(appeal, task, person)
        return override and oversees(person, task.group, appeal.region)
    return check_holder(appeal, task, person, Verb.COMPLETE, override=override)


def _is_unclaimed_duty(task: Task) -> bool:
    return task.duty is not None and task.holder is None


def _has_worked_on_main_path(appeal: Appeal, person: Person) -> bool:
    """Tell whether the appeal itself, and not only a side task, is or was with *person*'s group."""
    return any(task.purpose not in OFF_MAIN_PATH and works_in(person, task.group) for task in appeal.tasks)


def _is_challenged(appeal: Appeal, person: Person, verb: Verb, task: Task | None) -> bool:
    """Tell whether *verb* decides, and *person* was challenged."""
    beside = verb is Verb.COMPLETE and task is not None and task.purpose is not Purpose.WORK
    return verb in DECIDING and not beside and person.id in appeal.legal.challenged


def _may_use(  # noqa: PLR0911 - one arm a way to stand to a task
    appeal: Appeal, task: Task, person: Person, verb: Verb
) -> bool:
    above = oversees(person, task.group, appeal.region)
    if verb in FOR_GROUP:
        return works_in(person, task.group) and task.holder in (None, person.id)
    if verb is Verb.FLAG_DANGER:
        return works_in(person, task.group) or above
    if verb is Verb.RECORD_NOTIFICATION and person.role is Role.INTEGRATOR:
        return True  # the gateway that sends what others owe
    if verb in FOR_DUTIES:
        return (works_in(person, task.group) or above) and task.holder in (None, person.id)
    if verb in FOR_HOLDER:
        waits = _is_unclaimed_duty(task) and works_in(person, task.group)
        return task.holder == person.id or (above and verb in OVERRIDABLE) or waits
    if verb is Verb.REASSIGN:
        return above or task.holder == person.id
    return _leads_appeal(appeal, person)


def _leads_appeal(appeal: Appeal, person: Person) -> bool:
    main = appeal.main_task
    holds = main is not None and main.holder == person.id
    return holds or oversees(person, appeal.group, appeal.region)
