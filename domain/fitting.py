"""What makes sense for a task as things are, whoever asks: its state, its purpose, where its appeal is."""

from domain.appeal import Appeal
from domain.errors import NothingToReturnTo, NotNow, Refusal, TaskClosed, TaskNotReady
from domain.law import NO_SUPERIOR, Procedure
from domain.law_errors import NobodyAbove, NothingToForward, NothingTold
from domain.lifecycle import DUTIES, IN_WORK, STATUSES, TASK_STATES, Verb
from domain.plan import Step
from domain.remedies import above
from domain.tasks import Duty, Purpose, Task

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
GIVES_BACK = frozenset({Verb.RETURN, Verb.DECLINE})  # what the law sent is sent on, never given back
UNDER_LAW: dict[Verb, str] = {
    Verb.REDIRECT: "redirect",
    Verb.REDIRECT_PART: "redirect_part",
    Verb.FLAG_DANGER: "urgent",
    Verb.NAME_DEFECTS: "mend",
    Verb.RETURN_TO_APPLICANT: "return_unmended",
    Verb.TELL_PRELIMINARY: "hearing",
    Verb.RECORD_HEARING: "hearing",
    Verb.FORWARD: "complaint_forward",
}
NOT_FOR_DUTIES = MAIN_PATH_ONLY | {Verb.RETURN, Verb.DECLINE, Verb.CANCEL_SIDE_TASK}
FOR_DUTIES = frozenset(DUTIES) - {Verb.COMPLETE}


def fits(appeal: Appeal, task: Task, verb: Verb) -> bool:
    """Tell whether *verb* makes sense for *task* as things are, whoever asks."""
    if task.state not in TASK_STATES[verb] or not _is_in_law(appeal, verb):
        return False
    if task.duty is not None:
        return _fits_duty(task.duty, verb)
    return appeal.status in STATUSES[verb] and _fits_work(appeal, task, verb)


def check_fits(appeal: Appeal, task: Task, verb: Verb) -> None:
    """Refuse what makes no sense for *task* now, and say why."""
    if fits(appeal, task, verb):
        return
    if not task.is_open:
        raise TaskClosed(state=task.state)
    if verb in UNDER_LAW and task.purpose is Purpose.WORK:
        appeal.law.rule(UNDER_LAW[verb])
    if verb is Verb.FORWARD and task.purpose is Purpose.WORK:
        raise _unforwarded(appeal)
    if task.state not in TASK_STATES[verb]:
        raise TaskNotReady(verb=verb, state=task.state)
    if verb is Verb.RECORD_HEARING and task.purpose is Purpose.WORK:
        raise NothingTold(article=appeal.law.article(UNDER_LAW[verb]))
    if verb in GIVES_BACK and task.origin is None:
        raise NothingToReturnTo(verb=verb)
    if verb is Verb.COMPLETE:
        raise NotNow(command=verb, status=appeal.status)
    raise TaskNotReady(verb=verb, purpose=task.purpose)


def awaits_forward(appeal: Appeal) -> bool:
    """Tell whether this is a complaint that the body complained of still has (АППК 91(4)).

    A body above which nobody stands has nobody to send it to: it decides itself (91(6)).
    """
    law = appeal.plan.law
    complains = law is not None and law.procedure is Procedure.COMPLAINT and law.knows("complaint_forward")
    decides = appeal.step is Step.AGENCY and stands_alone(appeal)
    return complains and not appeal.legal.forwarded and not decides


def stands_alone(appeal: Appeal) -> bool:
    """Tell whether nobody stands above the body that has the appeal, so one goes to court (АППК 91(6))."""
    law = appeal.plan.law
    return law is not None and law.knows(NO_SUPERIOR) and above(appeal) is None


def _unforwarded(appeal: Appeal) -> Refusal:
    """Return why this is not sent to a superior: it is no complaint, was sent before, or there is none."""
    law = appeal.law
    if law.procedure is Procedure.COMPLAINT and not appeal.legal.forwarded and stands_alone(appeal):
        return NobodyAbove(article=law.article(NO_SUPERIOR))
    return NothingToForward(article=law.article("complaint_forward"))


def _is_in_law(appeal: Appeal, verb: Verb) -> bool:
    """Tell whether *verb* is everyday work, or an act that the appeal's law knows."""
    law = appeal.plan.law
    return verb not in UNDER_LAW or (law is not None and law.knows(UNDER_LAW[verb]))


def _fits_work(appeal: Appeal, task: Task, verb: Verb) -> bool:
    if verb in FOR_DUTIES or not _fits_act(appeal, task, verb):
        return False
    if verb is Verb.CANCEL_SIDE_TASK:
        return task.purpose is Purpose.SIDE
    if verb in GIVES_BACK:
        return task.origin is not None
    if verb is Verb.COMPLETE and task.purpose is Purpose.WORK:
        return appeal.status in IN_WORK
    return task.purpose is Purpose.WORK or verb not in MAIN_PATH_ONLY


def _fits_act(appeal: Appeal, task: Task, verb: Verb) -> bool:
    """Tell whether what the law wants before *verb* has been done."""
    match verb:
        case Verb.RECORD_HEARING:
            return appeal.legal.preliminary_at is not None
        case Verb.FORWARD:
            return awaits_forward(appeal) and not stands_alone(appeal)
        case Verb.REFER:  # a complaint goes to the superior first, only then to others
            return task.step is not Step.AGENCY or not awaits_forward(appeal)
        case _:
            return True


def _fits_duty(duty: Duty, verb: Verb) -> bool:
    """Tell whether *verb* makes sense for a duty, which outlives the appeal: each is done in its own way."""
    return DUTIES.get(verb, duty) is duty and verb not in NOT_FOR_DUTIES
