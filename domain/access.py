"""Who stands how to a task: its holder, its group, those above it; and so which verbs are theirs."""

from uuid import UUID

from domain.appeal import Appeal
from domain.errors import (
    Forbidden,
    NotASupervisor,
    NotTheHolder,
    NotYourGroup,
    TaskHeldByAnother,
    TaskNotReady,
)
from domain.law_errors import Barred
from domain.lifecycle import (
    AUTHORITY,
    DUTIES,
    FOR_THE_PATH,
    IN_WORK,
    OWN_WORK,
    SPEAK_FOR_CITIZENS,
    STATUSES,
    TASK_STATES,
    Verb,
)
from domain.people import Person, oversees, works_in
from domain.tasks import BESIDE, Duty, Purpose, Task

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
        Verb.REDIRECT_PART,
        Verb.NAME_DEFECTS,
        Verb.RETURN_TO_APPLICANT,
        Verb.TELL_PRELIMINARY,
        Verb.RECORD_HEARING,
        Verb.FORWARD,
    }
)
OVERRIDABLE = frozenset(
    {
        Verb.RELEASE,
        Verb.COMPLETE,
        Verb.REFER,
        Verb.RETURN,
        Verb.REDIRECT,
        Verb.REDIRECT_PART,
        Verb.RETURN_TO_APPLICANT,
        Verb.FORWARD,
    }
)
MAIN_PATH_ONLY = frozenset(
    {
        Verb.REFER,
        Verb.REQUEST_INFORMATION,
        Verb.OPEN_SIDE_TASK,
        Verb.REDIRECT,
        Verb.REDIRECT_PART,
        Verb.FLAG_DANGER,
        Verb.NAME_DEFECTS,
        Verb.RETURN_TO_APPLICANT,
        Verb.TELL_PRELIMINARY,
        Verb.RECORD_HEARING,
        Verb.FORWARD,
    }
)
UNDER_LAW = MAIN_PATH_ONLY - {Verb.REFER, Verb.REQUEST_INFORMATION, Verb.OPEN_SIDE_TASK}
NOT_FOR_DUTIES = MAIN_PATH_ONLY | {Verb.RETURN, Verb.DECLINE, Verb.CANCEL_SIDE_TASK}
FOR_DUTIES = frozenset(DUTIES) - {Verb.COMPLETE}
FOR_ANY_OF_GROUP = FOR_DUTIES | {Verb.FLAG_DANGER}


def allowed_verbs(appeal: Appeal, task: Task, person: Person) -> list[Verb]:
    """Return which verbs *person* may use on *task* now, in the order of the table."""
    if person.id in appeal.legal.barred:
        return []
    return [verb for verb in TASK_STATES if fits(appeal, task, verb) and _theirs(appeal, task, person, verb)]


def fits(appeal: Appeal, task: Task, verb: Verb) -> bool:
    """Tell whether *verb* makes sense for *task* as things are, whoever asks."""
    if task.state not in TASK_STATES[verb] or (verb in UNDER_LAW and appeal.plan.law is None):
        return False
    if task.duty is not None:
        return _fits_duty(task.duty, verb)
    return appeal.status in STATUSES[verb] and _fits_work(appeal, task, verb)


def _fits_work(appeal: Appeal, task: Task, verb: Verb) -> bool:
    if verb in FOR_DUTIES:
        return False
    if verb is Verb.CANCEL_SIDE_TASK:
        return task.purpose is Purpose.SIDE
    if verb is Verb.RETURN:
        return task.origin is not None
    if verb is Verb.COMPLETE and task.purpose is Purpose.WORK:
        return appeal.status in IN_WORK
    return task.purpose is Purpose.WORK or verb not in MAIN_PATH_ONLY


def _fits_duty(duty: Duty, verb: Verb) -> bool:
    """Tell whether *verb* makes sense for a duty, which outlives the appeal: each is done in its own way."""
    return DUTIES.get(verb, duty) is duty and verb not in NOT_FOR_DUTIES


def check_person(appeal: Appeal, person: Person, verb: Verb) -> None:
    """Refuse a command on the appeal as a whole that is not for this person's role."""
    if person.role not in AUTHORITY[verb]:
        raise Forbidden(verb=verb, role=person.role)
    above = oversees(person, appeal.group, appeal.region)
    if verb is Verb.EXTEND and not above:
        raise NotASupervisor(verb=verb)
    if verb in OWN_WORK and not (above or works_in(person, appeal.group)):
        raise NotYourGroup(group=appeal.group)
    speaks = person.role in SPEAK_FOR_CITIZENS
    if verb in FOR_THE_PATH and not (speaks or above or _on_the_path(appeal, person)):
        raise NotYourGroup(group=appeal.group)


def check_leader(appeal: Appeal, person: Person, verb: Verb) -> None:
    """Refuse somebody who neither holds the main task nor stands above those who have it."""
    if not _leads(appeal, person):
        raise NotTheHolder(verb=verb)


def check_group(task: Task, person: Person) -> None:
    """Refuse somebody who does not work in the task's group."""
    if not works_in(person, task.group):
        raise NotYourGroup(group=task.group)


def check_unbarred(appeal: Appeal, person: UUID) -> None:
    """Refuse somebody who made what is complained of, or was recused (АППК 97(2), 67)."""
    if person in appeal.legal.barred:
        raise Barred(article=appeal.law.article("not_by_its_author"))


def check_duty(appeal: Appeal, task: Task, person: Person) -> None:
    """Refuse somebody who does not work where the duty is, or finds it in another's hands."""
    if not (works_in(person, task.group) or oversees(person, task.group, appeal.region)):
        raise NotYourGroup(group=task.group)
    if task.holder not in (None, person.id):
        raise TaskHeldByAnother(holder=task.holder, since=task.since.isoformat())


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
        check_group(task, person)
        raise TaskNotReady(verb=verb, state=task.state, instead=Verb.CLAIM)
    if not (works_in(person, task.group) or oversees(person, task.group, appeal.region)):
        raise NotTheHolder(verb=verb)
    raise TaskHeldByAnother(holder=task.holder, since=task.since.isoformat())


def _on_the_path(appeal: Appeal, person: Person) -> bool:
    """Tell whether the appeal itself, and not only a side task, is or was with *person*'s group."""
    return any(task.purpose not in BESIDE and works_in(person, task.group) for task in appeal.tasks)


def _theirs(appeal: Appeal, task: Task, person: Person, verb: Verb) -> bool:
    above = oversees(person, task.group, appeal.region)
    if verb in FOR_GROUP:
        return works_in(person, task.group) and task.holder in (None, person.id)
    if verb in FOR_ANY_OF_GROUP:
        return (works_in(person, task.group) or above) and task.holder in (None, person.id)
    if verb in FOR_HOLDER:
        return task.holder == person.id or (above and verb in OVERRIDABLE)
    if verb is Verb.REASSIGN:
        return above or task.holder == person.id
    return _leads(appeal, person)


def _leads(appeal: Appeal, person: Person) -> bool:
    main = appeal.main_task
    holds = main is not None and main.holder == person.id
    return holds or oversees(person, appeal.group, appeal.region)
