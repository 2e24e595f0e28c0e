"""Withdrawal (АППК 64(9)): in writing and before the decision; the same may be filed again.

That the procedure has ended may be complained of like any end (АППК 70(4)).
"""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import NotAllowedInStatus, WrittenFormRequired
from domain.identity.people import Role
from domain.law.rule_ids import RuleId
from domain.procedure.decision.decision import open_termination_notice
from domain.rules.closing import close
from domain.rules.lifecycle import Verb
from domain.rules.remedies import with_complaint_window
from domain.state.appeal import Appeal, Status
from domain.state.task import Outcome

ROLES_FILING_IN_WRITING = frozenset(
    {Role.CITIZEN, Role.INTEGRATOR}
)  # what comes through them is the application


def withdraw(appeal: Appeal, command: c.Withdraw, now: datetime) -> Sequence[e.Event]:
    """Return the end that the applicant wishes; by the law, they are told that it has come."""
    law = appeal.law
    end = e.Closed(Outcome.WITHDRAWN, text=command.text)
    if not law.has_rule(RuleId.WITHDRAWAL):
        return close(appeal, end)
    if appeal.status is Status.AWAITING_RECEIPT:
        raise NotAllowedInStatus(
            verb=Verb.WITHDRAW, status=appeal.status, article=law.article_of(RuleId.WITHDRAWAL)
        )
    if command.text is None and command.by.role not in ROLES_FILING_IN_WRITING:
        raise WrittenFormRequired(field="text", article=law.article_of(RuleId.WITHDRAWAL))
    told = open_termination_notice(appeal, now)
    return [*close(appeal, with_complaint_window(appeal, end, told)), *told]
