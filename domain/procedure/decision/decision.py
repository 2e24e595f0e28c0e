"""Verdicts: what is decided in the law's own terms, whose decision it is, and how long one may complain."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import DecisionNotAllowed, OfficeNotAuthorised, TerminationGroundNotAllowed
from domain.events import Decided
from domain.law.applicable_law import Law, LegalDecision, LegalGround
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import Procedure
from domain.procedure.competence.danger import check_no_danger
from domain.procedure.decision.hearing import applicable_hearing_exception
from domain.rules.applicability import awaits_forwarding
from domain.rules.closing import APPEAL_OUTCOME_OF, NEEDS_GROUND, closing_outcome
from domain.rules.duties import open_duty, open_notice_duty
from domain.rules.remedies import complaint_window_of, notice_starting_window
from domain.state.appeal import Appeal
from domain.state.task import Duty, TaskOutcome
from domain.worktime.terms import Term

DecidingCommand = c.Complete | c.ResolveAtIntake

REMITTED = "remitted"  # the decision by which the body complained of begins again


def decision_events(appeal: Appeal, command: DecidingCommand, now: datetime) -> Sequence[e.Event]:
    """Return the decision in the law's terms; nothing where the appeal runs by none."""
    law, said = appeal.law, command.decision_details
    if not law.decisions:
        return []
    if command.outcome is TaskOutcome.TERMINATED:
        return [_termination(appeal, law, command)]
    decision = _legal_decision(appeal, law, command)
    exception = applicable_hearing_exception(
        appeal, decision, said.hearing_exception, now, reasoned=command.text is not None
    )
    return [
        Decided(
            decision.id, decision.article, remedies_stated=said.remedies_stated, hearing_exception=exception
        )
    ]


def closing_and_duties(
    appeal: Appeal, command: DecidingCommand, now: datetime
) -> tuple[e.Closed, Sequence[e.TaskOpened]]:
    """Return the end that the decision makes, and what is owed after it."""
    outcome = closing_outcome(command.outcome, command.ground or command.decision_details.termination_ground)
    owing = _follow_up_duties(appeal, command, now)
    closed = e.Closed(
        outcome, command.ground, text=command.text, complaint_window=_complaint_window(appeal, command)
    )
    return replace(closed, notice_task=notice_starting_window(appeal, owing)), owing


def is_adverse(appeal: Appeal, command: DecidingCommand) -> bool:
    """Tell whether the decision is against the applicant, so that not everybody has the power to make it."""
    law = appeal.law
    simplified = law.procedure is Procedure.SIMPLIFIED
    named = bool(law.decisions) and not simplified and command.outcome in APPEAL_OUTCOME_OF
    if not named or command.outcome in NEEDS_GROUND:
        return command.outcome in NEEDS_GROUND
    return not _legal_decision(appeal, law, command).is_favourable


def open_termination_notice(appeal: Appeal, now: datetime) -> Sequence[e.TaskOpened]:
    """Return the duty to tell that the procedure has ended without a decision on the substance."""
    complains = appeal.law.procedure is Procedure.COMPLAINT
    return _open_notice_under(
        RuleId.UNCONSIDERED_NOTICE if complains else RuleId.TERMINATION_NOTICE, appeal, now
    )


def _complaint_window(appeal: Appeal, command: DecidingCommand) -> Term | None:
    """Return how long the decision may be complained of.

    Help that is granted burdens nobody, and what is explained in the same visit is advice.
    """
    free = {TaskOutcome.RESOLVED}
    if isinstance(command, c.ResolveAtIntake):
        free.add(TaskOutcome.EXPLAINED)
    return (
        None
        if command.outcome in free
        else complaint_window_of(appeal, named=command.decision_details.remedies_stated)
    )


def _follow_up_duties(appeal: Appeal, command: DecidingCommand, now: datetime) -> Sequence[e.TaskOpened]:
    """Return what is owed after the decision.

    That is to tell it, unless it was told in the same visit, or that the procedure was terminated; and to
    send a complaint with its file back to the body complained of, which has to begin again (АППК 100(2)).
    """
    if command.outcome is TaskOutcome.TERMINATED:
        return open_termination_notice(appeal, now)
    law, in_person = appeal.law, isinstance(command, c.ResolveAtIntake)
    told = [] if in_person else _open_notice_under(RuleId.WRITTEN_DECISION, appeal, now)
    if not law.has_rule(RuleId.REMITTAL) or _legal_decision(appeal, law, command).id != REMITTED:
        return told
    return [*told, open_duty(appeal, now, Duty.CASE_FILE, law.rule(RuleId.REMITTAL), after=len(told))]


def _open_notice_under(rule: RuleId, appeal: Appeal, now: datetime) -> Sequence[e.TaskOpened]:
    """Return the duty to tell the applicant by this *rule*, where the law has it."""
    return open_notice_duty(appeal, now, appeal.law.find_rule(rule))


def _termination(appeal: Appeal, law: Law, command: DecidingCommand) -> Decided:
    """Return the end of the procedure on one of its grounds, by whom the law lets end it."""
    check_no_danger(appeal)
    ground = _termination_ground(law, command)
    if ground.offices and command.by.office not in ground.offices:
        raise OfficeNotAuthorised(offices=", ".join(ground.offices), article=ground.article)
    named = any(TaskOutcome.TERMINATED in each.outcomes for each in law.decisions)
    decision = _legal_decision(appeal, law, command).id if named else ""
    return Decided(decision, ground.article, ground.id, command.decision_details.remedies_stated)


def _termination_ground(law: Law, command: DecidingCommand) -> LegalGround:
    """Return the law's ground that was said; a ground of everyday work, where the law has one of its name."""
    said = command.decision_details.termination_ground or command.ground or ""
    found = next((each for each in law.termination_grounds if each.id == said), None)
    if found is None:
        article = law.termination_grounds[0].article if law.termination_grounds else law.decisions[0].article
        raise TerminationGroundNotAllowed(kind=law.kind, ground=said, article=article)
    return found


def _legal_decision(appeal: Appeal, law: Law, command: DecidingCommand) -> LegalDecision:
    """Return the decision that was said, or the usual one of the outcome."""
    said, unforwarded = command.decision_details.decision, awaits_forwarding(appeal)
    fitting = (
        each
        for each in law.decisions
        if command.outcome in each.outcomes and said in {"", each.id} and each.by_respondent is unforwarded
    )
    found = next(fitting, None)
    if found is None:
        facts = {"kind": law.kind, "decision": said or command.outcome, "outcome": command.outcome}
        raise DecisionNotAllowed(**facts, article=law.decisions[0].article)
    return found
