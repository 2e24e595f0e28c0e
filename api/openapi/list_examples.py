"""What the lines of lists show beside the task or appeal itself, as an example."""

RECOGNITION = {
    "applicant": "Гүлнұр Әбенова",
    "category": "large_family",
    "language": "kk",
    "first_words": "Төрт балам бар, пәтерге кезекке қалай тұрамын?",
    "level": None,
}
