"""What makes sense for a task as things are, whoever asks: its state, its purpose, where its appeal is."""

from domain.errors import (
    DangerTakesPrecedence,
    ForwardRequired,
    NoSender,
    NoSuperior,
    NotAllowedInStatus,
    NotAllowedInTaskState,
    NotAnnouncedYet,
    NotCompetentToDecide,
    NotForwardable,
    Refusal,
    TaskClosed,
)
from domain.law.applicable_law import Procedure
from domain.law.rule_ids import COMPLAINT_FORWARD, CONSIDERED, NO_SUPERIOR
from domain.policy.plan import ASSISTING_STEPS, Step
from domain.rules.lifecycle import DUTIES, IN_WORK, STATUSES, TASK_STATES, Verb
from domain.rules.remedies import superior_of
from domain.state.appeal import Appeal
from domain.state.task import Duty, Purpose, Task

MAIN_PATH_ONLY = frozenset(
    {
        Verb.REFER,
        Verb.REQUEST_INFORMATION,
        Verb.OPEN_SIDE_TASK,
        Verb.REDIRECT,
        Verb.SPLIT_OFF,
        Verb.FLAG_DANGER,
        Verb.REPORT_DEFECTS,
        Verb.RETURN_TO_APPLICANT,
        Verb.ANNOUNCE_PRELIMINARY_DECISION,
        Verb.RECORD_HEARING,
        Verb.FORWARD_COMPLAINT,
    }
)
BURDENS = frozenset({Verb.RETURN_TO_APPLICANT, Verb.ANNOUNCE_PRELIMINARY_DECISION, Verb.RECORD_HEARING})
ASIDE = frozenset(
    {Verb.REQUEST_INFORMATION, Verb.REPORT_DEFECTS, Verb.RETURN_TO_APPLICANT}
)  # not under a danger
REDIRECTS = frozenset({Verb.REDIRECT, Verb.SPLIT_OFF})
GIVES_BACK = frozenset({Verb.RETURN, Verb.DECLINE})  # what the law sent is sent on, never given back
UNDER_LAW: dict[Verb, str] = {
    Verb.REDIRECT: "redirect",
    Verb.SPLIT_OFF: "redirect_part",
    Verb.FLAG_DANGER: "urgent",
    Verb.REPORT_DEFECTS: "mend",
    Verb.RETURN_TO_APPLICANT: "return_unmended",
    Verb.ANNOUNCE_PRELIMINARY_DECISION: "hearing",
    Verb.RECORD_HEARING: "hearing",
    Verb.FORWARD_COMPLAINT: COMPLAINT_FORWARD,
}
NOT_FOR_DUTIES = MAIN_PATH_ONLY | {Verb.RETURN, Verb.DECLINE, Verb.CANCEL_SIDE_TASK}
FOR_DUTIES = frozenset(DUTIES) - {Verb.COMPLETE}


def is_applicable(appeal: Appeal, task: Task, verb: Verb) -> bool:
    """Tell whether *verb* makes sense for *task* as things are, whoever asks."""
    if task.state not in TASK_STATES[verb] or not _is_provided_by_law(appeal, verb):
        return False
    if task.duty is not None:
        return _is_applicable_to_duty(task.duty, verb)
    return appeal.status in STATUSES[verb] and _is_applicable_to_work(appeal, task, verb)


def check_applicable(appeal: Appeal, task: Task, verb: Verb) -> None:
    """Refuse what makes no sense for *task* now, and say why."""
    if is_applicable(appeal, task, verb):
        return
    if not task.is_open:
        raise TaskClosed(state=task.state)
    if task.purpose is Purpose.WORK:
        _check_law(appeal, task, verb)
    if task.state not in TASK_STATES[verb]:
        raise NotAllowedInTaskState(verb=verb, state=task.state)
    if verb is Verb.RECORD_HEARING and task.purpose is Purpose.WORK:
        raise NotAnnouncedYet(article=appeal.law.article_of(UNDER_LAW[verb]))
    if verb in GIVES_BACK and task.origin_task is None:
        raise NoSender(verb=verb)
    if verb is Verb.COMPLETE:
        raise NotAllowedInStatus(verb=verb, status=appeal.status)
    raise NotAllowedInTaskState(verb=verb, purpose=task.purpose)


def is_complaint_under(appeal: Appeal, rule: str) -> bool:
    """Tell whether this is a complaint under a law that has this *rule* of complaints."""
    return appeal.has_rules(rule) and appeal.law.procedure is Procedure.COMPLAINT


def awaits_forwarding(appeal: Appeal) -> bool:
    """Tell whether this is a complaint that the body complained of still has (АППК 91(4)).

    A body above which nobody stands has nobody to send it to: it decides itself (91(6)). So does another
    body that deals with a danger.
    """
    legal = appeal.legal
    danger = legal.danger is not None and appeal.has_rules(NO_SUPERIOR)
    saves = danger and appeal.considering_body.organisation != legal.complaint_against
    decides = saves or (appeal.step is Step.AGENCY and has_no_superior(appeal))
    return is_complaint_under(appeal, COMPLAINT_FORWARD) and not legal.forwarded and not decides


def is_to_be_forwarded(appeal: Appeal) -> bool:
    """Tell whether this is a complaint to be sent to the superior of the body that has it."""
    return awaits_forwarding(appeal) and not has_no_superior(appeal)


def has_no_superior(appeal: Appeal) -> bool:
    """Tell whether nobody stands above whoever has the appeal, so one goes to court (АППК 91(6))."""
    return appeal.has_rules(NO_SUPERIOR) and superior_of(appeal) in {None, appeal.group}


def is_held_for_deciding_body(appeal: Appeal) -> bool:
    """Tell whether the fallback queue has a complaint on which another body decides."""
    queue, deciding = appeal.plan.fallback, {appeal.considering_body, appeal.plan.superior}
    return is_complaint_under(appeal, NO_SUPERIOR) and appeal.group == queue and queue not in deciding


def is_assistance(appeal: Appeal, task: Task) -> bool:
    """Tell whether the work of *task* is help for a body that asked for it, and has the power to decide."""
    asked = task.purpose is Purpose.WORK and task.step in ASSISTING_STEPS and task.origin_task is not None
    return asked and appeal.has_rules(CONSIDERED)


def check_not_held_for_deciding_body(appeal: Appeal) -> None:
    """Refuse that the fallback queue ends a complaint that it only passes on; say how and to whom."""
    if not is_held_for_deciding_body(appeal):
        return
    superior, article = superior_of(appeal), appeal.law.article_of(COMPLAINT_FORWARD)
    up = superior if is_to_be_forwarded(appeal) else None
    to, verb = up or appeal.considering_body, Verb.FORWARD_COMPLAINT if up else Verb.REFER
    raise NotCompetentToDecide(instead=verb, organisation=to.organisation, article=article)


def check_competence(appeal: Appeal, task: Task) -> None:
    """Refuse that who only helps, or passes a complaint on, decides against anybody; say where it goes."""
    check_not_held_for_deciding_body(appeal)
    if task.origin_task is not None and is_assistance(appeal, task):
        asked_by = appeal.task(task.origin_task).group.organisation
        raise NotCompetentToDecide(
            instead=Verb.RETURN, organisation=asked_by, article=appeal.law.article_of(CONSIDERED)
        )


def _check_law(appeal: Appeal, task: Task, verb: Verb) -> None:
    """Refuse for what the law says of *verb*, where it says anything."""
    if verb is Verb.FORWARD_COMPLAINT or not _has_competence(appeal, task, verb):
        check_competence(appeal, task)
    if verb in UNDER_LAW:
        appeal.law.rule(UNDER_LAW[verb])
    if verb is Verb.FORWARD_COMPLAINT:
        raise _forwarding_refusal(appeal)
    if verb in ASIDE and appeal.legal.danger is not None:
        raise DangerTakesPrecedence(danger=appeal.legal.danger, article=appeal.law.article_of("urgent"))
    if verb in REDIRECTS and _contests_known_decision(appeal):
        raise ForwardRequired(article=appeal.law.article_of(COMPLAINT_FORWARD))


def _contests_known_decision(appeal: Appeal) -> bool:
    """Tell whether a complaint to be sent up is about a known act: no other body is competent for it."""
    return appeal.legal.complaint_about is not None and is_to_be_forwarded(appeal)


def _forwarding_refusal(appeal: Appeal) -> Refusal:
    """Return why this is not sent to a superior: it is no complaint, was sent before, or there is none."""
    law, danger = appeal.law, appeal.legal.danger
    waits = law.procedure is Procedure.COMPLAINT and not appeal.legal.forwarded
    if waits and has_no_superior(appeal):
        return NoSuperior(article=law.article_of(NO_SUPERIOR))
    if waits and danger is not None:
        return DangerTakesPrecedence(danger=danger, article=law.article_of("urgent"))
    return NotForwardable(article=law.article_of(COMPLAINT_FORWARD))


def _is_provided_by_law(appeal: Appeal, verb: Verb) -> bool:
    """Tell whether *verb* is everyday work, or an act that the appeal's law knows."""
    return verb not in UNDER_LAW or appeal.has_rules(UNDER_LAW[verb])


def _is_applicable_to_work(appeal: Appeal, task: Task, verb: Verb) -> bool:
    if verb in FOR_DUTIES or not _meets_legal_precondition(appeal, task, verb):
        return False
    if task.purpose is Purpose.WORK and not _has_competence(appeal, task, verb):
        return False
    if verb is Verb.CANCEL_SIDE_TASK:
        return task.purpose is Purpose.SIDE
    if verb in GIVES_BACK:
        return task.origin_task is not None
    if verb is Verb.COMPLETE and task.purpose is Purpose.WORK:
        return appeal.status in IN_WORK
    return task.purpose is Purpose.WORK or verb not in MAIN_PATH_ONLY


def _has_competence(appeal: Appeal, task: Task, verb: Verb) -> bool:
    """Tell whether *verb* decides nothing, or is for whoever has *task*, with any outcome at all."""
    if verb is Verb.COMPLETE:
        return not is_held_for_deciding_body(appeal)
    return verb not in BURDENS or not (is_held_for_deciding_body(appeal) or is_assistance(appeal, task))


def _meets_legal_precondition(appeal: Appeal, task: Task, verb: Verb) -> bool:
    """Tell whether what the law wants before *verb* has been done."""
    if verb in ASIDE:
        return appeal.legal.danger is None
    if verb in REDIRECTS:
        return not _contests_known_decision(appeal)
    match verb:
        case Verb.RECORD_HEARING:
            return appeal.legal.preliminary_announced_at is not None
        case Verb.FORWARD_COMPLAINT:
            return is_to_be_forwarded(appeal)
        case Verb.REFER:  # a complaint goes to the superior first, only then to others
            return task.step is not Step.AGENCY or not awaits_forwarding(appeal)
        case _:
            return True


def _is_applicable_to_duty(duty: Duty, verb: Verb) -> bool:
    """Tell whether *verb* makes sense for a duty, which outlives the appeal: each is done in its own way."""
    return DUTIES.get(verb, duty) is duty and verb not in NOT_FOR_DUTIES
