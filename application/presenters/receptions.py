"""application.presenters.receptions."""

from datetime import datetime

from schemas.http.receptions import ApprovalView, ReceptionView
from schemas.http.responses.views import StaffReference
from store.receptions.schedule import ReceptionDetails


def present_reception(line: ReceptionDetails, now: datetime) -> ReceptionView:
    """Return the reception of *line* as it stands at *now*."""
    it = line.reception
    receiver = StaffReference(
        id=it.receiver, name=line.receiver_name, organisation=it.organisation, role=line.receiver_role
    )
    return ReceptionView(
        id=it.id,
        organisation=it.organisation,
        official=receiver,
        begins_at=it.begins,
        ends_at=it.ends,
        place=it.place,
        state=it.state(now),
        approval=ApprovalView(id=line.approved_by, name=line.approver_name, approved_at=line.approved_at),
    )
