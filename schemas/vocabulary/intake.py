"""Titles of the values of intake, receptions and the calendar."""

from domain.country.titles import Titles
from domain.policy.topic_fields import FieldType
from domain.rules.receptions import ReceptionChange, ReceptionState
from domain.worktime.calendar_amendment import DayAmendmentKind
from schemas.http.requests.filters import AppealOrder, TaskOrder
from schemas.http.requests.intake import Category, Channel, IntakeWarning
from schemas.http.requests.takeover import AwaitedOfApplicant
from schemas.http.responses.operations import ReadinessWarning

CHANNELS = {
    Channel.COUNTER: Titles("қабылдауда", "в приёмной", "at the counter"),
    Channel.PERSONAL_RECEPTION: Titles("жеке қабылдауда", "на личном приёме", "personal reception"),
    Channel.WEBSITE: Titles("сайт", "сайт", "website"),
    Channel.EMAIL: Titles("электрондық пошта", "электронная почта", "e-mail"),
    Channel.CALL_CENTRE: Titles("байланыс орталығы", "колл-центр", "call centre"),
    Channel.SOCIAL_NETWORK: Titles("әлеуметтік желі", "социальная сеть", "social network"),
    Channel.MESSENGER: Titles("мессенджер", "мессенджер", "messenger"),
    Channel.AKIMAT: Titles("әкімдік қызметі", "сервис акимата", "service of an akimat"),
    Channel.IKOMEK_109: Titles("iKomek 109", "iKomek 109", "iKomek 109"),
    Channel.E_GOVERNMENT: Titles(
        "электрондық үкімет порталы", "портал электронного правительства", "e-government portal"
    ),
    Channel.OWN_INITIATIVE: Titles("өз бастамасы", "собственная инициатива", "own initiative"),
}
CATEGORIES = {
    Category.LARGE_FAMILY: Titles("көпбалалы отбасы", "многодетная семья", "large family"),
    Category.SINGLE_PARENT: Titles("толық емес отбасы", "неполная семья", "single parent"),
    Category.DISABILITY: Titles(
        "мүгедектігі бар адам", "человек с инвалидностью", "person with a disability"
    ),
    Category.CHILD_WITH_DISABILITY: Titles(
        "мүгедектігі бар баласы бар отбасы", "семья ребёнка с инвалидностью", "child with a disability"
    ),
    Category.ELDERLY_LIVING_ALONE: Titles("жалғыз тұратын қарт", "одинокий пожилой", "elderly, living alone"),
    Category.LOW_INCOME: Titles("табысы аз", "малообеспеченные", "low income"),
    Category.ORPHAN: Titles("жетім бала", "сирота", "orphan"),
    Category.NEET: Titles("NEET жастар", "молодёжь NEET", "young, without work, school or training"),
    Category.VETERAN: Titles("ардагер", "ветеран", "veteran"),
    Category.HOMELESS: Titles("баспанасыз", "без жилья", "homeless"),
    Category.VIOLENCE_SURVIVOR: Titles(
        "зорлық-зомбылықтан зардап шеккен", "пострадавшие от насилия", "survivor of violence"
    ),
    Category.OTHER: Titles("өзге", "иное", "other"),
}
INTAKE_WARNINGS = {
    IntakeWarning.IIN_BIRTH_DATE_UNLIKELY: Titles(
        "ЖСН-дегі туған күн күмәнді", "дата рождения в ИИН сомнительна", "unlikely birth date in the IIN"
    ),
    IntakeWarning.LANGUAGE_UNLIKELY: Titles(
        "мәтін аталған тілде емес", "текст не на названном языке", "text not in the stated language"
    ),
    IntakeWarning.PHONE_UNREADABLE: Titles(
        "телефон байланысында нөмір жоқ",
        "в контакте нет номера телефона",
        "no telephone number in the contact",
    ),
    IntakeWarning.COMPLAINT_LATE: Titles(
        "шағымдану мерзімі өтіп кеткен", "срок обжалования истёк", "complaint window over"
    ),
}
AWAITED_OF_APPLICANTS = {
    AwaitedOfApplicant.INFORMATION: Titles("мәлімет", "сведения", "information"),
    AwaitedOfApplicant.RECEIPT: Titles("көмекті алғанын растау", "подтверждение получения", "receipt"),
}
READINESS_WARNINGS = {
    ReadinessWarning.DOCUMENTS_MISSING: Titles(
        "құжаттар жетіспейді", "не хватает документов", "documents missing"
    ),
    ReadinessWarning.DATABASE_OLDER_THAN_WORKFLOWS: Titles(
        "дерекқор үдерістерден ескі", "база данных старше процессов", "database older than workflows"
    ),
    ReadinessWarning.CLOCKS_DIFFER: Titles("сағаттар алшақ", "часы расходятся", "clocks differ"),
}
APPEAL_ORDERS = {
    AppealOrder.NEWEST: Titles("алдымен жаңалары", "сначала новые", "the newest first"),
    AppealOrder.DUE: Titles("мерзімі бойынша", "по сроку", "by due date"),
    AppealOrder.LEVEL: Titles("эскалация деңгейі бойынша", "по уровню эскалации", "by escalation level"),
}
TASK_ORDERS = {
    TaskOrder.DUE: Titles("мерзімі бойынша", "по сроку", "by due date"),
    TaskOrder.LEVEL: Titles("эскалация деңгейі бойынша", "по уровню эскалации", "by escalation level"),
}
FIELD_TYPES = {
    FieldType.TEXT: Titles("мәтін", "текст", "text"),
    FieldType.NUMBER: Titles("сан", "число", "number"),
    FieldType.DATE: Titles("күн", "дата", "date"),
    FieldType.BOOLEAN: Titles("иә немесе жоқ", "да или нет", "yes or no"),
    FieldType.CHOICE: Titles("таңдау", "выбор", "choice"),
}
RECEPTION_STATES = {
    ReceptionState.PLANNED: Titles("жоспарланған", "назначен", "planned"),
    ReceptionState.HELD: Titles("өткізілген", "проведён", "held"),
    ReceptionState.MISSED: Titles("өткізілмеген", "не проведён", "missed"),
    ReceptionState.CANCELLED: Titles("жойылған", "отменён", "cancelled"),
}
RECEPTION_CHANGES = {
    ReceptionChange.APPROVED: Titles("бекітілген", "утверждён", "approved"),
    ReceptionChange.RESCHEDULED: Titles("ауыстырылған", "перенесён", "rescheduled"),
    ReceptionChange.CANCELLED: Titles("жойылған", "отменён", "cancelled"),
    ReceptionChange.HELD: Titles("өткізілген", "проведён", "held"),
}
DAY_AMENDMENTS = {
    DayAmendmentKind.DAY_OFF: Titles("демалыс күні", "выходной день", "day off"),
    DayAmendmentKind.WORKING_DAY: Titles("жұмыс күні", "рабочий день", "working day"),
    DayAmendmentKind.CONFIRMED: Titles("расталды", "подтверждён", "confirmed"),
}
