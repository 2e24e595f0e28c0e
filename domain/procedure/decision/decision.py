"""Verdicts: what is decided in the law's own terms, whose decision it is, and how long one may complain."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import WrongDecision, WrongOffice, WrongTermination
from domain.events import Decided
from domain.law.applicable_law import Law, LegalDecision, LegalGround, Procedure
from domain.law.rule_ids import TERMINATED, UNCONSIDERED, WRITTEN
from domain.procedure.competence.danger import check_safe
from domain.procedure.decision.hearing import excused
from domain.rules.applicability import awaits_forward
from domain.rules.closing import CLOSES, NEEDS_GROUND, closing_outcome
from domain.rules.duties import notice, owed
from domain.rules.remedies import known_by, window_of
from domain.state.appeal import Appeal
from domain.state.task import Duty, TaskOutcome
from domain.worktime.terms import Term

Deciding = c.Complete | c.ResolveHereAndNow

SENT_BACK, SEND_BACK = "sent_back", "send_back"


def decided(appeal: Appeal, command: Deciding, now: datetime) -> Sequence[e.Event]:
    """Return the decision in the law's terms; nothing where the appeal runs by none."""
    law, said = appeal.plan.law, command.verdict
    if law is None:
        return []
    if command.outcome is TaskOutcome.TERMINATED:
        return [_terminated(appeal, law, command)]
    decision = _decision(appeal, law, command)
    exception = excused(appeal, decision, said.exception, now, reasoned=command.text is not None)
    return [Decided(decision.id, decision.article, remedies=said.remedies, exception=exception)]


def ended(appeal: Appeal, command: Deciding, now: datetime) -> tuple[e.Closed, Sequence[e.TaskOpened]]:
    """Return the end that the decision makes, and what is owed after it."""
    outcome = closing_outcome(command.outcome, command.ground or command.verdict.ground)
    owing = _owing(appeal, command, now)
    closed = e.Closed(outcome, command.ground, text=command.text, window=_window(appeal, command))
    return replace(closed, notice=known_by(appeal, owing)), owing


def burdens(appeal: Appeal, command: Deciding) -> bool:
    """Tell whether the decision is against the applicant, so that not everybody has the power to make it."""
    law = appeal.plan.law
    named = law is not None and law.procedure is not Procedure.SIMPLIFIED and command.outcome in CLOSES
    if law is None or not named or command.outcome in NEEDS_GROUND:
        return command.outcome in NEEDS_GROUND
    return not _decision(appeal, law, command).favourable


def told_of_the_end(appeal: Appeal, now: datetime) -> Sequence[e.TaskOpened]:
    """Return the duty to tell that the procedure has ended without a decision on the substance."""
    complains = appeal.plan.law is not None and appeal.plan.law.procedure is Procedure.COMPLAINT
    return _told_by(UNCONSIDERED if complains else TERMINATED, appeal, now)


def _window(appeal: Appeal, command: Deciding) -> Term | None:
    """Return how long the decision may be complained of.

    Help that is granted burdens nobody, and what is explained in the same visit is advice.
    """
    free = {TaskOutcome.RESOLVED}
    if isinstance(command, c.ResolveHereAndNow):
        free.add(TaskOutcome.EXPLAINED)
    return None if command.outcome in free else window_of(appeal, named=command.verdict.remedies)


def _owing(appeal: Appeal, command: Deciding, now: datetime) -> Sequence[e.TaskOpened]:
    """Return what is owed after the decision.

    That is to tell it, unless it was told in the same visit, or that the procedure was terminated; and to
    send a complaint with its file back to the body complained of, which has to begin again (АППК 100(2)).
    """
    if command.outcome is TaskOutcome.TERMINATED:
        return told_of_the_end(appeal, now)
    law, in_person = appeal.plan.law, isinstance(command, c.ResolveHereAndNow)
    told = [] if in_person else _told_by(WRITTEN, appeal, now)
    if law is None or not law.knows(SEND_BACK) or _decision(appeal, law, command).id != SENT_BACK:
        return told
    return [*told, owed(appeal, now, Duty.FILE, law.rule(SEND_BACK), after=len(told))]


def _told_by(rule: str, appeal: Appeal, now: datetime) -> Sequence[e.TaskOpened]:
    """Return the duty to tell the applicant by this *rule*, where the law has it."""
    law = appeal.plan.law
    return notice(appeal, now, law.rule(rule)) if law and law.knows(rule) else []


def _terminated(appeal: Appeal, law: Law, command: Deciding) -> Decided:
    """Return the end of the procedure on one of its grounds, by whom the law lets end it."""
    check_safe(appeal)
    ground = _ground(law, command)
    if ground.by and command.by.office not in ground.by:
        raise WrongOffice(offices=", ".join(ground.by), article=ground.article)
    named = any(TaskOutcome.TERMINATED in each.outcomes for each in law.decisions)
    decision = _decision(appeal, law, command).id if named else ""
    return Decided(decision, ground.article, ground.id, command.verdict.remedies)


def _ground(law: Law, command: Deciding) -> LegalGround:
    """Return the law's ground that was said; a ground of everyday work, where the law has one of its name."""
    said = command.verdict.ground or command.ground or ""
    found = next((each for each in law.grounds if each.id == said), None)
    if found is None:
        article = law.grounds[0].article if law.grounds else law.decisions[0].article
        raise WrongTermination(kind=law.kind, ground=said, article=article)
    return found


def _decision(appeal: Appeal, law: Law, command: Deciding) -> LegalDecision:
    """Return the decision that was said, or the usual one of the outcome."""
    said, unforwarded = command.verdict.decision, awaits_forward(appeal)
    fitting = (
        each
        for each in law.decisions
        if command.outcome in each.outcomes and said in {"", each.id} and each.unforwarded is unforwarded
    )
    found = next(fitting, None)
    if found is None:
        facts = {"kind": law.kind, "decision": said or command.outcome, "outcome": command.outcome}
        raise WrongDecision(**facts, article=law.decisions[0].article)
    return found
