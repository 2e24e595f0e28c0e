"""What the lines of lists show beside the task or appeal itself, as an example."""

from api.openapi.call_examples import CALL_COUNTS

RECOGNITION = {
    "applicant": "Гүлнұр Әбенова",
    "category": "large_family",
    "language": "kk",
    "first_words": "Төрт балам бар, пәтерге кезекке қалай тұрамын?",
    "level": None,
}
TASK_COUNTS = {
    "open": 12,
    "overdue": 1,
    "more": False,
    "groups": [{"organisation": "reception-61", "role": "clerk", "state": "ready", "open": 12, "overdue": 1}],
    "calls": CALL_COUNTS,
}
