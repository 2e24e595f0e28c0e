"""Presents receptions and their schedule."""

from datetime import datetime

from schemas.http.receptions import ApprovalView, ReceptionChangeView, ReceptionView, VisitView
from schemas.http.responses.views import StaffReference
from store.receptions.schedule import ReceptionChangeRecord, ReceptionDetails
from store.receptions.visits import VisitRecord


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


def present_reception_change(change: ReceptionChangeRecord) -> ReceptionChangeView:
    """Return one change of a reception, with the hours that held from then on."""
    return ReceptionChangeView(
        change=change.change,
        changed_at=change.at,
        changed_by=change.by_person,
        changed_by_name=change.by_name,
        begins_at=change.begins,
        ends_at=change.ends,
        place=change.place,
        reason=change.reason,
    )


def present_visit(visit: VisitRecord) -> VisitView:
    """Return one entry of a reception's list."""
    return VisitView(
        booking=visit.number,
        booked_at=visit.booked_at,
        received_at=visit.received_at,
        appeal=visit.appeal,
        appeal_number=visit.appeal_number,
        resolved=visit.resolved,
    )
