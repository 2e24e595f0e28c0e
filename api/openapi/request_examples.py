"""An example of what is sent to each operation, by its name. Tests try them all."""

from typing import Any

APPEAL_ID = "019aa1f0-5c00-7000-8000-000000000001"
TASK_ID = "019aa1f0-5c00-7000-8000-000000000002"
PERSON_ID = "019aa1f0-5c00-7000-8000-000000000003"
MOMENT = "2026-11-23T09:15:00+05:00"
DUE = "2026-12-14T18:30:00+05:00"
TEXT = "Келісемін, құжаттарды қоса беремін."
DAYS = [
    {"date": "2027-03-18", "change": "day_off", "name": "Демалыс 27 наурыздан ауыстырылды"},
    {"date": "2027-03-27", "change": "working_day", "name": "18 наурыз үшін жұмыс күні"},
    {"date": "2027-06-03", "change": "day_off", "name": "Түркістан күні", "region": "61"},
    {"date": "2027-05-16", "change": "confirmed", "name": "Құрбан айттың бірінші күні"},
]

REQUEST_EXAMPLES: dict[str, dict[str, Any]] = {
    "register_appeal": {
        "channel": "counter",
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
    "take_over_appeal": {
        "channel": "akimat",
        "language": "kk",
        "region": "611010000",
        "reception": "reception-61",
        "topic": "housing-queue",
        "text": "Төрт балам бар, пәтерге кезекке қалай тұрамын?",
        "applicant": {"name": "Гүлнұр Әбенова"},
        "received_at": "2026-11-09T10:00:00+05:00",
        "source": {"system": "old-register", "id": "2026/1187"},
        "work": {"step": "agency", "since": "2026-11-11T09:30:00+05:00"},
        "wait": {"awaits": "information", "since": "2026-11-13T12:00:00+05:00", "text": "Қай мекенжай?"},
    },
    "withdraw": {"text": "Мәселем шешілді."},
    "provide_information": {"text": TEXT},
    "confirm_receipt": {"received": True},
    "reopen": {"text": "Көмек келген жоқ."},
    "extend": {"term": "5wd", "text": "Күтілетін жауап шетелден келеді."},
    "merge": {"into": APPEAL_ID},
    "forward_complaint": {"text": "Шағым материалдарымен жіберіледі."},
    "request_recusal": {"person": PERSON_ID, "text": "Ол көршімнің туысы."},
    "decide_recusal": {"upheld": True, "text": "Туыстығы расталды."},
    "change_representative": {
        "person": {"name": "Ерлан Әбенов", "contacts": {"phone": "+7 701 000 00 01"}},
        "text": "Өтініш беруші ағасына ауызша сенім білдірді.",
    },
    "correct_applicant": {
        "applicant": 0,
        "name": "Гүлнұр Әбенова",
        "contacts": {"phone": "+7 701 000 00 02"},
        "text": "Өтініш беруші жаңа нөмірін айтты.",
    },
    "correct_topic": {"topic": "unsafe-housing", "text": "Тақырып қате таңдалған."},
    "record_body_registration": {"number": "ЖТ-2026-01234567", "registered_on": "2026-11-23"},
    "correct_region": {"region": "79", "text": "Өтініш беруші Шымкентте тұрады."},
    "request_file_access": {"text": "Ісімнің материалдарын көргім келеді."},
    "create_note": {"text": "Отбасы қоңырауды кешке күтеді."},
    "create_task_note": {"text": "Отбасы қоңырауды кешке күтеді."},
    "create_feedback": {"score": 5, "text": "Рахмет!"},
    "renew_tracking_code": {"applicant_present": True},
    "view_with_applicant": {
        "number": "HK-2026-00000017-3",
        "applicant_present": True,
        "reason": "Өтініш беруші осы қабылдауға келді.",
        "iin": "900101300007",
    },
    "claim": {},
    "release": {"override": False},
    "accept": {},
    "decline": {"reason": "not_competent", "text": "Не наша компетенция."},
    "complete": {"outcome": "resolved", "text": "Кезекке қойылды."},
    "refer": {"step": "agency", "reason": "other_competent_body"},
    "return": {"reason": "incomplete", "text": "Нет справки о составе семьи."},
    "reassign": {"organisation": "reception-61", "role": "clerk", "holder": PERSON_ID},
    "hold": {"until": "2026-11-26T10:00:00+05:00", "reason": "scheduled_visit"},
    "resume": {},
    "redirect": {"to": "housing-71", "text": "Мәселе Астана әкімдігінің құзыретінде."},
    "split_off": {
        "demands": [TASK_ID],
        "to": "housing-71",
        "text": "Екінші талап басқа органға қатысты.",
    },
    "flag_danger": {"danger": "public_safety", "text": "Үйде газ иісі бар."},
    "report_defects": {"defects": ["signature"], "term": "5wd", "text": "Өтінішке қол қойылмаған."},
    "return_to_applicant": {"ground": "defects_not_corrected", "text": "Қол мерзімінде қойылмады."},
    "announce_preliminary_decision": {"text": "Баспана кезегіне қоюдан бас тарту көзделіп отыр."},
    "record_hearing": {"text": "Өтініш беруші тыңдалды."},
    "sign_hearing_protocol": {"text": "Тыңдау хаттамасы."},
    "record_notification": {"means": "sms", "text": "Жеткізілді, 2026-11-23 09:15."},
    "change_kind": {"kind": "message", "text": "Құқық бұзушылық туралы хабарлама."},
    "correct_defects": {"text": "Қолым қойылған өтініш қоса берілді."},
    "submit_objection": {"text": "Қарсымын: кезекте 2019 жылдан тұрмын."},
    "request_hearing": {},
    "submit_protocol_remarks": {"text": "Екінші сұраққа жауабым жазылмаған."},
    "attach_to_file": {"into": APPEAL_ID},
    "request_information": {"text": "Отбасы құрамы туралы анықтаманы жіберіңіз."},
    "open_side_task": {"step": "specialist", "specialty": "lawyer", "mandatory": True},
    "cancel_side_task": {"text": "Енді қажет емес."},
    "search_appeals": {"name": "Гүлнұр"},
    "run_command_batch": {
        "items": [
            {"task": TASK_ID, "verb": "claim"},
            {"task": TASK_ID, "verb": "complete", "body": {"outcome": "explained"}},
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
        "competent_body": "agency-61",
    },
    "preview_calendar_amendment": {"days": DAYS},
    "amend_calendar": {
        "base_version": "kz-2025.1",
        "days": DAYS,
        "source": {
            "issued_by": "Қазақстан Республикасының Еңбек және халықты әлеуметтік қорғау министрлігі",
            "reference": "Бұйрық № 512, 2026 жылғы 1 желтоқсан",
        },
        "appeals_per_second": 50,
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
        "official": PERSON_ID,
        "begins_at": MOMENT,
        "ends_at": "2026-11-23T12:00:00+05:00",
        "place": "Тәуке хан даңғылы, 1, 12-кабинет",
    },
    "reschedule_reception": {
        "begins_at": "2026-11-24T09:15:00+05:00",
        "ends_at": "2026-11-24T12:00:00+05:00",
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
