"""What makes sense for a task as things are, whoever asks: its state, its purpose, where its appeal is."""

from domain.errors import (
    DangerFirst,
    ForwardInstead,
    NobodyAbove,
    NoPower,
    NothingToForward,
    NothingTold,
    NothingToReturnTo,
    NotNow,
    Refusal,
    TaskClosed,
    TaskNotReady,
)
from domain.law.applicable_law import Procedure
from domain.law.rule_ids import CONSIDERED, FORWARD, NO_SUPERIOR
from domain.policy.plan import HELPERS, Step
from domain.rules.lifecycle import DUTIES, IN_WORK, STATUSES, TASK_STATES, Verb
from domain.rules.remedies import above
from domain.state.appeal import Appeal
from domain.state.task import Duty, Purpose, Task

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
BURDENS = frozenset({Verb.RETURN_TO_APPLICANT, Verb.TELL_PRELIMINARY, Verb.RECORD_HEARING})
ASIDE = frozenset(
    {Verb.REQUEST_INFORMATION, Verb.NAME_DEFECTS, Verb.RETURN_TO_APPLICANT}
)  # not under a danger
REDIRECTS = frozenset({Verb.REDIRECT, Verb.REDIRECT_PART})
GIVES_BACK = frozenset({Verb.RETURN, Verb.DECLINE})  # what the law sent is sent on, never given back
UNDER_LAW: dict[Verb, str] = {
    Verb.REDIRECT: "redirect",
    Verb.REDIRECT_PART: "redirect_part",
    Verb.FLAG_DANGER: "urgent",
    Verb.NAME_DEFECTS: "mend",
    Verb.RETURN_TO_APPLICANT: "return_unmended",
    Verb.TELL_PRELIMINARY: "hearing",
    Verb.RECORD_HEARING: "hearing",
    Verb.FORWARD: FORWARD,
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
    if task.purpose is Purpose.WORK:
        _check_law(appeal, task, verb)
    if task.state not in TASK_STATES[verb]:
        raise TaskNotReady(verb=verb, state=task.state)
    if verb is Verb.RECORD_HEARING and task.purpose is Purpose.WORK:
        raise NothingTold(article=appeal.law.article(UNDER_LAW[verb]))
    if verb in GIVES_BACK and task.origin is None:
        raise NothingToReturnTo(verb=verb)
    if verb is Verb.COMPLETE:
        raise NotNow(command=verb, status=appeal.status)
    raise TaskNotReady(verb=verb, purpose=task.purpose)


def complains(appeal: Appeal, rule: str) -> bool:
    """Tell whether this is a complaint under a law that has this *rule* of complaints."""
    return appeal.knows(rule) and appeal.law.procedure is Procedure.COMPLAINT


def awaits_forward(appeal: Appeal) -> bool:
    """Tell whether this is a complaint that the body complained of still has (АППК 91(4)).

    A body above which nobody stands has nobody to send it to: it decides itself (91(6)). So does another
    body that deals with a danger.
    """
    legal = appeal.legal
    danger = legal.danger is not None and appeal.knows(NO_SUPERIOR)
    saves = danger and appeal.considered_by.organisation != legal.against
    decides = saves or (appeal.step is Step.AGENCY and stands_alone(appeal))
    return complains(appeal, FORWARD) and not legal.forwarded and not decides


def goes_up(appeal: Appeal) -> bool:
    """Tell whether this is a complaint to be sent to the superior of the body that has it."""
    return awaits_forward(appeal) and not stands_alone(appeal)


def stands_alone(appeal: Appeal) -> bool:
    """Tell whether nobody stands above whoever has the appeal, so one goes to court (АППК 91(6))."""
    return appeal.knows(NO_SUPERIOR) and above(appeal) in {None, appeal.group}


def passes_on(appeal: Appeal) -> bool:
    """Tell whether the fallback queue has a complaint on which another body decides."""
    queue, deciding = appeal.plan.fallback, {appeal.considered_by, appeal.plan.superior}
    return complains(appeal, NO_SUPERIOR) and appeal.group == queue and queue not in deciding


def helps(appeal: Appeal, task: Task) -> bool:
    """Tell whether the work of *task* is help for a body that asked for it, and has the power to decide."""
    asked = task.purpose is Purpose.WORK and task.step in HELPERS and task.origin is not None
    return asked and appeal.knows(CONSIDERED)


def check_passed_on(appeal: Appeal) -> None:
    """Refuse that the fallback queue ends a complaint that it only passes on; say how and to whom."""
    if not passes_on(appeal):
        return
    superior, article = above(appeal), appeal.law.article(FORWARD)
    up = superior if goes_up(appeal) else None
    to, verb = up or appeal.considered_by, Verb.FORWARD if up else Verb.REFER
    raise NoPower(instead=verb, organisation=to.organisation, article=article)


def check_power(appeal: Appeal, task: Task) -> None:
    """Refuse that who only helps, or passes a complaint on, decides against anybody; say where it goes."""
    check_passed_on(appeal)
    if task.origin is not None and helps(appeal, task):
        asked_by = appeal.task(task.origin).group.organisation
        raise NoPower(instead=Verb.RETURN, organisation=asked_by, article=appeal.law.article(CONSIDERED))


def _check_law(appeal: Appeal, task: Task, verb: Verb) -> None:
    """Refuse for what the law says of *verb*, where it says anything."""
    if verb is Verb.FORWARD or not _has_power(appeal, task, verb):
        check_power(appeal, task)
    if verb in UNDER_LAW:
        appeal.law.rule(UNDER_LAW[verb])
    if verb is Verb.FORWARD:
        raise _unforwarded(appeal)
    if verb in ASIDE and appeal.legal.danger is not None:
        raise DangerFirst(danger=appeal.legal.danger, article=appeal.law.article("urgent"))
    if verb in REDIRECTS and _is_of_an_act(appeal):
        raise ForwardInstead(article=appeal.law.article(FORWARD))


def _is_of_an_act(appeal: Appeal) -> bool:
    """Tell whether a complaint to be sent up is about a known act: no other body is competent for it."""
    return appeal.legal.about is not None and goes_up(appeal)


def _unforwarded(appeal: Appeal) -> Refusal:
    """Return why this is not sent to a superior: it is no complaint, was sent before, or there is none."""
    law, danger = appeal.law, appeal.legal.danger
    waits = law.procedure is Procedure.COMPLAINT and not appeal.legal.forwarded
    if waits and stands_alone(appeal):
        return NobodyAbove(article=law.article(NO_SUPERIOR))
    if waits and danger is not None:
        return DangerFirst(danger=danger, article=law.article("urgent"))
    return NothingToForward(article=law.article(FORWARD))


def _is_in_law(appeal: Appeal, verb: Verb) -> bool:
    """Tell whether *verb* is everyday work, or an act that the appeal's law knows."""
    return verb not in UNDER_LAW or appeal.knows(UNDER_LAW[verb])


def _fits_work(appeal: Appeal, task: Task, verb: Verb) -> bool:
    if verb in FOR_DUTIES or not _fits_act(appeal, task, verb):
        return False
    if task.purpose is Purpose.WORK and not _has_power(appeal, task, verb):
        return False
    if verb is Verb.CANCEL_SIDE_TASK:
        return task.purpose is Purpose.SIDE
    if verb in GIVES_BACK:
        return task.origin is not None
    if verb is Verb.COMPLETE and task.purpose is Purpose.WORK:
        return appeal.status in IN_WORK
    return task.purpose is Purpose.WORK or verb not in MAIN_PATH_ONLY


def _has_power(appeal: Appeal, task: Task, verb: Verb) -> bool:
    """Tell whether *verb* decides nothing, or is for whoever has *task*, with any outcome at all."""
    if verb is Verb.COMPLETE:
        return not passes_on(appeal)
    return verb not in BURDENS or not (passes_on(appeal) or helps(appeal, task))


def _fits_act(appeal: Appeal, task: Task, verb: Verb) -> bool:
    """Tell whether what the law wants before *verb* has been done."""
    if verb in ASIDE:
        return appeal.legal.danger is None
    if verb in REDIRECTS:
        return not _is_of_an_act(appeal)
    match verb:
        case Verb.RECORD_HEARING:
            return appeal.legal.preliminary_at is not None
        case Verb.FORWARD:
            return goes_up(appeal)
        case Verb.REFER:  # a complaint goes to the superior first, only then to others
            return task.step is not Step.AGENCY or not awaits_forward(appeal)
        case _:
            return True


def _fits_duty(duty: Duty, verb: Verb) -> bool:
    """Tell whether *verb* makes sense for a duty, which outlives the appeal: each is done in its own way."""
    return DUTIES.get(verb, duty) is duty and verb not in NOT_FOR_DUTIES
