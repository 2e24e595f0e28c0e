"""Titles of the values of a task: purposes, duties, states, outcomes and reasons."""

from domain.country.titles import Titles
from domain.state.task import (
    Duty,
    HandBackReason,
    HoldReason,
    Purpose,
    ReferralReason,
    TaskOutcome,
    TaskState,
)

PURPOSES = {
    Purpose.WORK: Titles("негізгі жұмыс", "основная работа", "work on the appeal"),
    Purpose.SIDE: Titles("қосымша тапсырма", "побочная задача", "side task"),
    Purpose.CALL_BACK: Titles("кері қоңырау", "обратный звонок", "call-back"),
    Purpose.DUTY: Titles("міндет", "обязанность", "duty"),
}
DUTIES = {
    Duty.NOTICE: Titles(
        "өтініш берушіні хабардар ету", "уведомить заявителя", "notification of the applicant"
    ),
    Duty.HEARING_PROTOCOL: Titles(
        "тыңдау хаттамасы", "протокол заслушивания", "signature of the hearing protocol"
    ),
    Duty.RECUSAL: Titles("қарсылықты қарау", "рассмотрение отвода", "decision on a recusal"),
    Duty.CASE_FILE: Titles("істі ұсыну", "предоставление дела", "access to the file, or its transfer"),
}
TASK_STATES = {
    TaskState.READY: Titles("топта күтуде", "ждёт в группе", "waits in the group"),
    TaskState.OFFERED: Titles(
        "ұсынылды, әлі қабылданбады", "передана, ещё не принята", "offered, not accepted yet"
    ),
    TaskState.CLAIMED: Titles("орындаушыда", "взята в работу", "claimed"),
    TaskState.HELD: Titles("кейінге қалдырылды", "отложена", "on hold"),
    TaskState.COMPLETED: Titles("орындалды", "выполнена", "completed"),
    TaskState.RETURNED: Titles("қайтарылды", "возвращена", "returned"),
    TaskState.CANCELLED: Titles("жойылды", "отменена", "cancelled"),
    TaskState.SUPERSEDED: Titles("келесісімен ауыстырылды", "заменена следующей", "superseded by the next"),
}
TASK_OUTCOMES = {
    TaskOutcome.RESOLVED: Titles("шешілді", "решено положительно", "resolved"),
    TaskOutcome.EXPLAINED: Titles("түсіндірілді", "разъяснено", "explained"),
    TaskOutcome.REFUSED: Titles("бас тартылды", "отказано", "refused"),
    TaskOutcome.TERMINATED: Titles("тоқтатылды", "прекращено", "terminated"),
    TaskOutcome.REFERRED: Titles("жолданды", "передана дальше", "referred"),
    TaskOutcome.ANSWERED: Titles("жауап берілді", "дан ответ", "answered"),
    TaskOutcome.RECEIVED: Titles("көмек жетті", "помощь получена", "help received"),
    TaskOutcome.NOT_RECEIVED: Titles("көмек жетпеді", "помощь не получена", "help not received"),
}
HAND_BACK_REASONS = {
    HandBackReason.NOT_COMPETENT: Titles("құзыретімізде емес", "не наша компетенция", "not our competence"),
    HandBackReason.WRONG_REGION: Titles("басқа өңір", "другой регион", "another region"),
    HandBackReason.DUPLICATE: Titles("қайталанған", "дубликат", "duplicate"),
    HandBackReason.INCOMPLETE: Titles("толық емес", "неполное", "incomplete"),
    HandBackReason.NO_STAFF: Titles("қызметкер жоқ", "некому исполнять", "no staff"),
    HandBackReason.OTHER: Titles("өзге", "иное", "other"),
}
REFERRAL_REASONS = {
    ReferralReason.OTHER_COMPETENT_BODY: Titles(
        "басқа органның құзыреті", "компетенция другого органа", "another body is competent"
    ),
    ReferralReason.NEEDS_LAWYER: Titles("заңгер керек", "нужен юрист", "needs a lawyer"),
    ReferralReason.NEEDS_PSYCHOLOGIST: Titles("психолог керек", "нужен психолог", "needs a psychologist"),
    ReferralReason.NEEDS_RESOURCES: Titles("қаражат керек", "нужны средства", "needs resources"),
    ReferralReason.OTHER: Titles("өзге", "иное", "other"),
}
HOLD_REASONS = {
    HoldReason.AWAITING_THIRD_PARTY: Titles("үшінші тарапты күту", "ждём третью сторону", "waits for others"),
    HoldReason.SCHEDULED_VISIT: Titles("белгіленген сапар", "назначен визит", "scheduled visit"),
    HoldReason.ON_LEAVE: Titles("демалыс", "отпуск", "on leave"),
    HoldReason.OTHER: Titles("өзге", "иное", "other"),
}
