"""An example of what comes back from each operation, by its name. Tests hold them to the shapes."""

from typing import Any

from api.openapi.calendar_examples import CALENDAR_EXAMPLES
from api.openapi.call_examples import CALL_EXAMPLES
from api.openapi.directory_examples import DIRECTORY_EXAMPLES, TITLES
from api.openapi.escalation_examples import ESCALATION_EXAMPLES
from api.openapi.intake_examples import INTAKE_EXAMPLES, RECEIVER
from api.openapi.list_examples import RECOGNITION, TASK_COUNTS
from api.openapi.notice_examples import NOTICE_EXAMPLES
from api.openapi.reception_examples import RECEPTION_EXAMPLES
from api.openapi.request_examples import APPEAL_ID, DUE, MOMENT, PERSON_ID, TASK_ID

TASK_LIST_ITEM = {
    "id": TASK_ID,
    "appeal": APPEAL_ID,
    "number": "HK-2026-00000017-4",
    "topic": "housing-queue",
    "region": "61",
    "purpose": "work",
    "step": "reception",
    "organisation": "reception-61",
    "role": "clerk",
    "state": "claimed",
    "holder": PERSON_ID,
    "opened_at": MOMENT,
    "state_since": MOMENT,
    "due_at": "2026-11-25T18:30:00+05:00",
    "held_until": None,
    "mandatory": False,
    "specialty": None,
    "statutory_due_at": DUE,
    "needs_attention": False,
    "version": 3,
}
TASK_VIEW = TASK_LIST_ITEM | {
    "origin": None,
    "holder_name": "Айгүл Серікова",
    "allowed_verbs": ["claim", "release", "complete", "refer", "reassign", "hold", "request-information"],
}

TIME_OWNER = {"kind": "organisation", "organisation": "reception-61", "step": "reception"}
TIME_SPENT = {
    "elapsed_seconds": 3600,
    "working_seconds": 3600,
    "paused_seconds": 0,
    "idle_seconds": 0,
    "off_hours_seconds": 0,
    "late_seconds": 0,
}
APPEAL_LIST_ITEM = {
    "id": APPEAL_ID,
    "number": "HK-2026-00000017-4",
    "topic": "housing-queue",
    "region": "61",
    "status": "in_progress",
    "step": "reception",
    "stage": "reception",
    "organisation": "reception-61",
    "received_at": MOMENT,
    "registered_at": MOMENT,
    "statutory_due_at": DUE,
    "escalations": 0,
    "needs_attention": False,
    "reopenings": 0,
    "outcome": None,
    "closed_at": None,
}
APPEAL_VIEW = APPEAL_LIST_ITEM | {
    "seq": 3,
    "channel": "counter",
    "language": "kk",
    "reception": "reception-61",
    "received_by": RECEIVER,
    "text": "Төрт балам бар, пәтерге кезекке қалай тұрамын?",
    "applicants": [
        {
            "capacity": "applicant",
            "name": "Гүлнұр Әбенова",
            "iin": "900101300007",
            "bin": None,
            "birth_date": "1990-01-01",
            "category": "large_family",
            "contacts": {"phone": "+77010000000"},
        }
    ],
    "attachments": [],
    "tasks": [TASK_LIST_ITEM],
    "demands": [{"id": APPEAL_ID, "text": "Төрт балам бар, пәтерге кезекке қалай тұрамын?"}],
    "parent_appeal": None,
    "child_appeals": [],
    "previous_bodies": [],
    "merged_into": None,
    "policy": "kazakhstan-2026.1",
    "calendar": "kz-2026.1",
}
TIMELINE = {
    "past": [
        {
            "seq": 3,
            "occurred_at": MOMENT,
            "event": "task_claimed",
            "title": "task claimed",
            "by": {"role": "clerk", "organisation": "reception-61", "name": "Айгүл Серікова"},
            "details": {"event": "task_claimed", "task": TASK_ID, "holder": PERSON_ID},
            "text": None,
        }
    ],
    "future": [
        {
            "expected_at": DUE,
            "event": "step_lapsed",
            "title": "step lapsed",
            "details": {"event": "step_lapsed", "task": TASK_ID, "step": "agency", "due_at": DUE},
        }
    ],
}
NOTE = {
    "id": APPEAL_ID,
    "task": None,
    "created_at": MOMENT,
    "text": "Отбасы қоңырауды кешке күтеді.",
    "by_person": PERSON_ID,
    "by_organisation": "reception-61",
}
PERSON_VIEW = {
    "id": PERSON_ID,
    "name": "Айгүл Серікова",
    "organisation": "reception-61",
    "role": "clerk",
    "region": "61",
    "active": True,
}

TIME_LEDGER_TOTALS = TIME_SPENT | {
    "appeals": 1,
    "closed": 0,
    "breached_appeals": 0,
    "breached_steps": 0,
    "extended_seconds": 0,
    "late_share": 0.0,
}
CLOCKS_VIEW = {
    "begins_at": MOMENT,
    "ends_at": "2026-11-23T10:15:00+05:00",
    "running_clocks": [
        {
            "kind": "statute",
            "task": None,
            "started_at": MOMENT,
            "budget": "15wd",
            "extensions": [],
            "due_at": DUE,
        }
    ],
    "spent": TIME_SPENT,
    "totals": [{"owner": TIME_OWNER, "spent": TIME_SPENT}],
    "periods": [
        {
            "owner": TIME_OWNER,
            "begins_at": MOMENT,
            "ends_at": "2026-11-23T10:15:00+05:00",
            "late": False,
            "spent": TIME_SPENT,
        }
    ],
    "task_times": [
        {
            "task": TASK_ID,
            "purpose": "work",
            "step": "reception",
            "organisation": "reception-61",
            "role": "clerk",
            "begins_at": MOMENT,
            "ends_at": "2026-11-23T10:15:00+05:00",
            "due_at": "2026-11-25T18:30:00+05:00",
            "spent": {
                "elapsed_seconds": 3600,
                "in_group_seconds": 1200,
                "in_hand_seconds": 2400,
                "paused_seconds": 0,
                "off_hours_seconds": 0,
                "late_seconds": 0,
            },
            "escalations": [],
        }
    ],
    "pauses": [],
    "extensions": [],
    "breaches": [],
}

RESPONSE_EXAMPLES: dict[str, Any] = {
    **CALENDAR_EXAMPLES,
    **CALL_EXAMPLES,
    **DIRECTORY_EXAMPLES,
    **ESCALATION_EXAMPLES,
    **NOTICE_EXAMPLES,
    **RECEPTION_EXAMPLES,
    **INTAKE_EXAMPLES,
    "list_appeals": {"items": [APPEAL_LIST_ITEM | RECOGNITION], "next_cursor": None},
    "read_appeal": APPEAL_VIEW,
    "read_appeal_by_number": APPEAL_VIEW,
    "read_timeline": TIMELINE,
    "read_appeal_time_ledger": CLOCKS_VIEW,
    "list_notes": {"items": [NOTE], "next_cursor": None},
    "create_note": NOTE,
    "create_task_note": NOTE,
    "list_tasks": {"items": [TASK_LIST_ITEM | RECOGNITION], "next_cursor": None},
    "count_tasks": TASK_COUNTS,
    "read_task": TASK_VIEW,
    "claim": TASK_VIEW,
    "claim_next_task": TASK_VIEW,
    "run_command_batch": {"items": [{"task": TASK_ID, "verb": "claim", "status": 200, "result": TASK_VIEW}]},
    "list_organisations": {
        "items": [
            {
                "id": "housing-61",
                "kind": "housing",
                "region": "61",
                "titles": TITLES,
                "roles": ["officer", "supervisor"],
            }
        ],
        "next_cursor": None,
    },
    "list_topics": {
        "items": [
            {
                "id": "housing-queue",
                "theme": "housing",
                "titles": TITLES,
                "competent_body": "housing",
                "steps": ["reception", "agency"],
                "receipt_required": False,
            }
        ],
        "next_cursor": None,
    },
    "list_people": {"items": [PERSON_VIEW], "next_cursor": None},
    "create_person": PERSON_VIEW | {"token": "kmk_shown-once-and-not-stored-00000000000000000"},
    "read_operations_overview": {
        "measured_at": MOMENT,
        "open_appeals": 204,
        "overdue_appeals": 3,
        "appeals_without_clock": 0,
        "workflows_checked_at": MOMENT,
        "overdue_receptions": 1,
        "max_task_delay_seconds": 5400.0,
        "max_alarm_delay_seconds": 0.0,
        "stages": [{"stage": "reception", "open": 204, "overdue": 3, "without_clock": 0}],
        "steps": [{"step": "reception", "open": 204, "overdue": 3}],
    },
    "read_time_ledger": {
        "measured_at": MOMENT,
        "grouped_by": "organisation",
        "pending_appeals": 0,
        "items": [TIME_LEDGER_TOTALS | {"key": "reception-61", "appeals_involved": 1}],
        "total": TIME_LEDGER_TOTALS,
    },
    "liveness_probe": {"status": "alive"},
    "readiness_probe": {
        "ready": True,
        "components": {"database": True, "temporal": True, "migrations": True},
    },
}
