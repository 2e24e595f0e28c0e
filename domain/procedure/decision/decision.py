"""Decisions in legal terms: their kind, the office that makes them, and the remedies against them."""

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
from domain.rules.applicability import awaits_forwarding, is_at_public_reception
from domain.rules.closing import APPEAL_OUTCOME_OF, NEEDS_GROUND, closing_outcome
from domain.rules.duties import open_duty, open_notice_duty
from domain.rules.remedies import complaint_window_of, notice_starting_window
from domain.state.appeal import Appeal
from domain.state.task import Duty, TaskOutcome
from domain.worktime.terms import Term

DecidingCommand = c.Complete | c.ResolveAtIntake

REMITTED = "remitted"  # the decision that orders a new consideration by the body complained of


def decision_events(appeal: Appeal, command: DecidingCommand, now: datetime) -> Sequence[e.Event]:
    """Return the legal decision; nothing without a law, or for the advice of a public reception."""
    law, details = appeal.law, command.decision_details
    if not law.decisions or (isinstance(command, c.ResolveAtIntake) and is_at_public_reception(appeal)):
        return []
    if command.outcome is TaskOutcome.TERMINATED:
        return [_termination(appeal, law, command)]
    decision = _legal_decision(appeal, law, command)
    exception = applicable_hearing_exception(
        appeal, decision, details.hearing_exception, now, reasoned=command.text is not None
    )
    return [
        Decided(
            decision.id,
            decision.article,
            remedies_stated=details.remedies_stated,
            hearing_exception=exception,
        )
    ]


def closing_and_duties(
    appeal: Appeal, command: DecidingCommand, now: datetime
) -> tuple[e.Closed, Sequence[e.TaskOpened]]:
    """Return the closing by the decision, and the duties after it."""
    outcome = closing_outcome(command.outcome, command.ground or command.decision_details.termination_ground)
    owing = _follow_up_duties(appeal, command, now)
    closed = e.Closed(
        outcome, command.ground, text=command.text, complaint_window=_complaint_window(appeal, command)
    )
    return replace(closed, notice_task=notice_starting_window(appeal, owing)), owing


def is_adverse(appeal: Appeal, command: DecidingCommand) -> bool:
    """Return whether the decision is adverse to the applicant, which limits the power to make it."""
    law = appeal.law
    simplified = law.procedure is Procedure.SIMPLIFIED
    named = bool(law.decisions) and not simplified and command.outcome in APPEAL_OUTCOME_OF
    if not named or command.outcome in NEEDS_GROUND:
        return command.outcome in NEEDS_GROUND
    return not _legal_decision(appeal, law, command).is_favourable


def open_termination_notice(appeal: Appeal, now: datetime) -> Sequence[e.TaskOpened]:
    """Return the duty to notify the applicant of an end without a decision on the substance."""
    complains = appeal.law.procedure is Procedure.COMPLAINT
    return _open_notice_under(
        RuleId.UNCONSIDERED_NOTICE if complains else RuleId.TERMINATION_NOTICE, appeal, now
    )


def _complaint_window(appeal: Appeal, command: DecidingCommand) -> Term | None:
    """Return the time to complain of the decision.

    None follows a grant of help, which is not adverse, and an explanation at intake, which is advice.
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
    """Return the duties after the decision.

    They are to notify the applicant, unless the decision was made in the same visit, and to send a remitted
    complaint with its file back to the body complained of (АППК 100(2)).
    """
    if command.outcome is TaskOutcome.TERMINATED:
        return open_termination_notice(appeal, now)
    law, in_person = appeal.law, isinstance(command, c.ResolveAtIntake)
    notices = [] if in_person else _open_notice_under(RuleId.WRITTEN_DECISION, appeal, now)
    if not law.has_rule(RuleId.REMITTAL) or _legal_decision(appeal, law, command).id != REMITTED:
        return notices
    return [*notices, open_duty(appeal, now, Duty.CASE_FILE, law.rule(RuleId.REMITTAL), after=len(notices))]


def _open_notice_under(rule: RuleId, appeal: Appeal, now: datetime) -> Sequence[e.TaskOpened]:
    """Return the duty to notify the applicant under *rule*, where the law has it."""
    return open_notice_duty(appeal, now, appeal.law.find_rule(rule))


def _termination(appeal: Appeal, law: Law, command: DecidingCommand) -> Decided:
    """Return the termination of the procedure on a legal ground, by an office that the law authorises."""
    check_no_danger(appeal)
    ground = _termination_ground(law, command)
    if ground.offices and command.by.office not in ground.offices:
        raise OfficeNotAuthorised(offices=", ".join(ground.offices), article=ground.article)
    named = any(TaskOutcome.TERMINATED in each.outcomes for each in law.decisions)
    decision = _legal_decision(appeal, law, command).id if named else ""
    return Decided(decision, ground.article, ground.id, command.decision_details.remedies_stated)


def _termination_ground(law: Law, command: DecidingCommand) -> LegalGround:
    """Return the legal ground named by the command, or the one of the same name as its everyday ground."""
    named = command.decision_details.termination_ground or command.ground or ""
    found = next((each for each in law.termination_grounds if each.id == named), None)
    if found is None:
        article = law.termination_grounds[0].article if law.termination_grounds else law.decisions[0].article
        field = "termination_ground" if command.decision_details.termination_ground else "ground"
        allowed = ", ".join(each.id for each in law.termination_grounds)
        raise TerminationGroundNotAllowed(
            kind=law.kind, ground=named, article=article, allowed=allowed, field=field
        )
    return found


def _legal_decision(appeal: Appeal, law: Law, command: DecidingCommand) -> LegalDecision:
    """Return the decision named by the command, or the usual one of the outcome."""
    named, unforwarded = command.decision_details.decision, awaits_forwarding(appeal)
    possible = [each for each in law.decisions if each.by_respondent is unforwarded]
    fitting = [each for each in possible if command.outcome in each.outcomes]
    found = next((each for each in fitting if named in {"", each.id}), None)
    if found is None:
        raise DecisionNotAllowed(
            kind=law.kind,
            decision=named or command.outcome,
            outcome=command.outcome,
            article=law.decisions[0].article,
            allowed=", ".join(each.id for each in fitting or possible),
        )
    return found
