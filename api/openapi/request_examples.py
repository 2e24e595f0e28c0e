"""An example of what is sent to each operation, by its name. Tests try them all."""

from typing import Any

APPEAL = "019aa1f0-5c00-7000-8000-000000000001"
TASK = "019aa1f0-5c00-7000-8000-000000000002"
PERSON = "019aa1f0-5c00-7000-8000-000000000003"
MOMENT = "2026-11-23T09:15:00+05:00"
DUE = "2026-12-11T18:30:00+05:00"
TEXT = "Келісемін, құжаттарды қоса беремін."
DAYS = [
    {"day": "2027-03-18", "turn": "off", "name": "Демалыс 27 наурыздан ауыстырылды"},
    {"day": "2027-03-27", "turn": "on", "name": "18 наурыз үшін жұмыс күні"},
    {"day": "2027-06-03", "turn": "off", "name": "Түркістан күні", "region": "61"},
    {"day": "2027-05-16", "turn": "confirm", "name": "Құрбан айттың бірінші күні"},
]

REQUESTS: dict[str, dict[str, Any]] = {
    "register_appeal": {
        "channel": "reception",
        "language": "kk",
        "region": "611010000",
        "reception": "reception-61",
        "topic": "housing-queue",
        "text": "Төрт балам бар, пәтерге кезекке қалай тұрамын?",
        "applicant": {
            "name": "Гүлнұр Әбенова",
            "iin": "900101300007",
            "category": "large_family",
            "contacts": {"phone": "+7 701 000 00 00"},
        },
    },
    "withdraw_appeal": {"text": "Мәселем шешілді."},
    "provide_information": {"text": TEXT},
    "confirm_receipt": {"received": True},
    "reopen_appeal": {"text": "Көмек келген жоқ."},
    "extend_appeal": {"term": "5wd", "text": "Күтілетін жауап шетелден келеді."},
    "merge_appeal": {"into": APPEAL},
    "forward_complaint": {"text": "Шағым материалдарымен жіберіледі."},
    "challenge_person": {"person": PERSON, "text": "Ол көршімнің туысы."},
    "decide_recusal": {"upheld": True, "text": "Туыстығы расталды."},
    "name_representative_of": {
        "person": {"name": "Ерлан Әбенов", "contacts": {"phone": "+7 701 000 00 01"}},
        "text": "Өтініш беруші ағасына ауызша сенім білдірді.",
    },
    "ask_for_file": {"text": "Ісімнің материалдарын көргім келеді."},
    "write_note": {"text": "Отбасы қоңырауды кешке күтеді."},
    "note_task": {"text": "Отбасы қоңырауды кешке күтеді."},
    "give_feedback": {"score": 5, "text": "Рахмет!"},
    "claim_task": {},
    "release_task": {"override": False},
    "accept_task": {},
    "decline_task": {"reason": "not_competent", "text": "Не наша компетенция."},
    "complete_task": {"outcome": "resolved", "text": "Кезекке қойылды."},
    "refer_task": {"step": "agency", "reason": "competence"},
    "return_task": {"reason": "incomplete", "text": "Нет справки о составе семьи."},
    "reassign_task": {"organisation": "reception-61", "role": "clerk", "holder": PERSON},
    "hold_task": {"until": "2026-11-26T10:00:00+05:00", "reason": "scheduled_visit"},
    "resume_task": {},
    "redirect_task": {"to": "housing-71", "text": "Мәселе Астана әкімдігінің құзыретінде."},
    "redirect_part": {"demands": [TASK], "to": "housing-71", "text": "Екінші талап басқа органға қатысты."},
    "flag_danger": {"danger": "safety", "text": "Үйде газ иісі бар."},
    "name_defects": {"missing": ["signature"], "term": "5wd", "text": "Өтінішке қол қойылмаған."},
    "return_to_applicant": {"ground": "unmended", "text": "Қол мерзімінде қойылмады."},
    "tell_preliminary": {"text": "Баспана кезегіне қоюдан бас тарту көзделіп отыр."},
    "record_hearing": {"text": "Өтініш беруші тыңдалды."},
    "sign_protocol": {"text": "Тыңдау хаттамасы."},
    "notify_applicant": {"means": "sms", "text": "Жеткізілді, 2026-11-23 09:15."},
    "change_appeal_kind": {"kind": "message", "text": "Құқық бұзушылық туралы хабарлама."},
    "mend_appeal": {"text": "Қолым қойылған өтініш қоса берілді."},
    "object_to_preliminary": {"text": "Қарсымын: кезекте 2019 жылдан тұрмын."},
    "ask_for_hearing": {},
    "remark_on_protocol": {"text": "Екінші сұраққа жауабым жазылмаған."},
    "attach_appeal": {"into": APPEAL},
    "request_information": {"text": "Отбасы құрамы туралы анықтаманы жіберіңіз."},
    "open_side_task": {"step": "specialist", "specialty": "lawyer", "mandatory": True},
    "cancel_side_task": {"text": "Енді қажет емес."},
    "search_appeals": {"name": "Гүлнұр"},
    "do_batch": {
        "items": [
            {"task": TASK, "verb": "claim"},
            {"task": TASK, "verb": "complete", "body": {"outcome": "explained"}},
        ]
    },
    "put_organisation": {
        "kind": "agency",
        "region": "61",
        "titles": {"kk": "Тұрғын үй бөлімі", "ru": "Отдел жилья", "en": "Housing office"},
        "roles": ["officer", "supervisor"],
    },
    "put_topic": {
        "theme": "housing",
        "titles": {"kk": "Тұрғын үй кезегі", "ru": "Очередь на жильё", "en": "Housing queue"},
        "competent": "agency-61",
    },
    "preview_calendar": {"days": DAYS},
    "change_calendar": {
        "base": "kz-2025.1",
        "days": DAYS,
        "source": {
            "ordered_by": "Қазақстан Республикасының Еңбек және халықты әлеуметтік қорғау министрлігі",
            "written_in": "Бұйрық № 512, 2026 жылғы 1 желтоқсан",
        },
        "per_second": 50,
    },
    "create_person": {
        "name": "Айгүл Серікова",
        "organisation": "reception-61",
        "role": "clerk",
        "region": "61",
    },
    "change_person": {"active": False},
    "approve_reception": {
        "organisation": "akimat-61",
        "receiver": PERSON,
        "begins": MOMENT,
        "ends": "2026-11-23T12:00:00+05:00",
        "place": "Тәуке хан даңғылы, 1, 12-кабинет",
    },
    "move_reception": {
        "begins": "2026-11-24T09:15:00+05:00",
        "ends": "2026-11-24T12:00:00+05:00",
        "reason": "Іссапар",
    },
    "cancel_reception": {"reason": "Іссапар"},
    "register_visit": {
        "language": "kk",
        "region": "611010000",
        "reception": "reception-61",
        "topic": "housing-queue",
        "text": "Кезегім үш жылдан бері жылжымайды.",
        "applicant": {"name": "Гүлнұр Әбенова", "contacts": {"phone": "+7 701 000 00 00"}},
        "booking": 3,
    },
}
