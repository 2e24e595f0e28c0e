"""application.presenters.receptions."""

from datetime import datetime

from schemas.http.receptions import Approver, ReceptionView
from schemas.http.responses.views import Receiver
from store.receptions.schedule import ReceptionLine


def shown(line: ReceptionLine, now: datetime) -> ReceptionView:
    """Return the reception of *line* as it stands at *now*."""
    it = line.reception
    receiver = Receiver(
        id=it.receiver, name=line.receiver_name, organisation=it.organisation, role=line.receiver_role
    )
    return ReceptionView(
        id=it.id,
        organisation=it.organisation,
        receiver=receiver,
        begins=it.begins,
        ends=it.ends,
        place=it.place,
        state=it.state(now),
        approved=Approver(id=line.approved_by, name=line.approver_name, at=line.approved_at),
    )
