"""Withdrawal (АППК 64(9)): in writing and before the decision; the same may be filed again.

That the procedure has ended may be complained of like any end (АППК 70(4)).
"""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import NotNow, WritingRequired
from domain.identity.people import Role
from domain.law.rule_ids import WRITTEN
from domain.procedure.decision.decision import told_of_the_end
from domain.rules.closing import close
from domain.rules.lifecycle import Verb
from domain.rules.remedies import fought
from domain.state.appeal import Appeal, Status
from domain.state.task import Outcome

RULE = "withdrawal"
WRITES_ITSELF = frozenset({Role.CITIZEN, Role.INTEGRATOR})  # what comes through them is the application


def withdrawn(appeal: Appeal, command: c.Withdraw, now: datetime) -> Sequence[e.Event]:
    """Return the end that the applicant wishes; by the law, they are told that it has come."""
    law = appeal.plan.law
    end = e.Closed(Outcome.WITHDRAWN, text=command.text)
    if law is None or not law.knows(RULE):
        return close(appeal, end)
    if appeal.status is Status.AWAITING_RECEIPT:
        raise NotNow(command=Verb.WITHDRAW, status=appeal.status, article=law.article(RULE))
    if command.text is None and command.by.role not in WRITES_ITSELF:
        raise WritingRequired(field="text", article=law.article(RULE))
    told = told_of_the_end(appeal, now)
    return [*close(appeal, fought(appeal, end, told) if law.knows(WRITTEN) else end), *told]
