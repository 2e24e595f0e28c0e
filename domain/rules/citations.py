"""The legal rule behind each clock, so that every due date cites an article."""

from domain.law.applicable_law import Law, LegalTerm
from domain.law.rule_ids import RuleId
from domain.rules.remedies import remedy_of
from domain.state.appeal import Appeal
from domain.state.clock import Clock, ClockKind


def rule_of_clock(appeal: Appeal, clock: Clock) -> LegalTerm | None:
    """Return the legal rule of *clock*; None where the policy set its term, or the appeal has no law."""
    law = appeal.law
    match clock.kind:
        case ClockKind.STATUTE:
            return law.term if law.term.rule_id else None
        case ClockKind.DEFECT_CORRECTION:
            return _find_rule(law, RuleId.DEFECT_CORRECTION)
        case ClockKind.COMPLAINT_WINDOW:
            return remedy_of(appeal, named=appeal.legal.decision.remedies_stated)
        case ClockKind.STEP if clock.task is not None:
            return _find_rule(law, appeal.task(clock.task).rule_id)
        case _:
            return None


def _find_rule(law: Law, name: str) -> LegalTerm | None:
    beside = (law.deemed_refusal, law.extension, law.extension_notice)
    return next((each for each in (*law.rules, *beside) if each is not None and each.rule_id == name), None)
