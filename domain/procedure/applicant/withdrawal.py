"""Withdrawal (АППК 64(9)): in writing and before the decision; the appeal may be filed again.

The end of the procedure may be complained of like any other (АППК 70(4)).
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
)  # channels in which the message is itself the written application


def withdraw(appeal: Appeal, command: c.Withdraw, now: datetime) -> Sequence[e.Event]:
    """Return the closing of the appeal as withdrawn, and the legal duty to notify the applicant, if any."""
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
    duties = open_termination_notice(appeal, now)
    return [*close(appeal, with_complaint_window(appeal, end, duties)), *duties]
