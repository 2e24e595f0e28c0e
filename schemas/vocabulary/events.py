"""The types of events with their titles; `EventType` has one member for each stored name."""

from enum import StrEnum

from domain.country.titles import Titles
from schemas.wire.stored_names import EVENT_NAMES


class EventType(StrEnum):
    """The type of an event of an appeal: one member for each stored name."""

    _ignore_ = "name"
    for name in EVENT_NAMES:
        locals()[name.upper()] = name


EVENT_TITLES = {
    "registered": Titles("тіркелді", "зарегистрировано", "registered"),
    "task_opened": Titles("тапсырма ашылды", "задача открыта", "task opened"),
    "task_claimed": Titles("тапсырма алынды", "задача взята", "task claimed"),
    "lease_renewed": Titles("ұстау ұзартылды", "удержание продлено", "lease renewed"),
    "lease_lapsed": Titles("ұстау мерзімі өтті", "удержание истекло", "lease expired"),
    "task_released": Titles("тапсырма босатылды", "задача возвращена в группу", "task released to the group"),
    "task_reassigned": Titles("қайта тағайындалды", "переназначена", "task reassigned"),
    "task_held": Titles("кейінге қалдырылды", "отложена", "task put on hold"),
    "task_resumed": Titles("жалғастырылды", "возобновлена", "task resumed"),
    "hand_off_declined": Titles("қабылданбады", "передача отклонена", "hand-off declined"),
    "task_returned": Titles("тапсырма қайтарылды", "задача возвращена", "task returned to the sender"),
    "task_completed": Titles("тапсырма орындалды", "задача выполнена", "task completed"),
    "task_cancelled": Titles("тапсырма жойылды", "задача отменена", "task cancelled"),
    "referred": Titles("жолданды", "передано дальше", "referred"),
    "step_lapsed": Titles("кезең мерзімі өтіп кетті", "этап истёк", "step lapsed"),
    "warned": Titles("ескертілді", "предупреждено", "warning"),
    "breached": Titles("мерзім бұзылды", "срок нарушен", "deadline missed"),
    "escalated": Titles("жоғары деңгейге шығарылды", "передано на уровень выше", "escalated"),
    "escalation_level_vacant": Titles(
        "деңгейде жауапты тұлға жоқ", "на уровне нет ответственного", "escalation level vacant"
    ),
    "extended": Titles("ұзартылды", "продлено", "term extended"),
    "step_skipped": Titles("кезең өткізіп жіберілді", "этап пропущен", "step skipped"),
    "information_requested": Titles("мәлімет сұралды", "запрошены сведения", "information requested"),
    "information_provided": Titles("мәлімет берілді", "сведения получены", "information provided"),
    "information_wait_lapsed": Titles("күту мерзімі өтті", "ожидание истекло", "no answer in time"),
    "help_granted": Titles("көмек тағайындалды", "помощь назначена", "help granted"),
    "receipt_overdue": Titles("растау кешікті", "подтверждение просрочено", "receipt overdue"),
    "receipt_confirmed": Titles("алғаны расталды", "получение подтверждено", "receipt confirmed or denied"),
    "closed": Titles("жабылды", "закрыто", "closed"),
    "reopened": Titles("қайта ашылды", "возобновлено", "reopened"),
    "command_refused": Titles("команда қабылданбады", "команда отклонена", "command refused"),
    "redirected": Titles("қайта жіберілді", "перенаправлено", "redirected"),
    "competence_disputed": Titles(
        "құзырет туралы дау туды", "возник спор о компетенции", "competence disputed"
    ),
    "demands_split_off": Titles("бір бөлігі қайта жіберілді", "перенаправлено в части", "demands split off"),
    "danger_flagged": Titles("қауіп туралы хабарланды", "сообщено об опасности", "danger reported"),
    "defects_reported": Titles("кемшіліктер көрсетілді", "указаны недостатки", "defects reported"),
    "defects_corrected": Titles("кемшілік жойылды", "недостатки устранены", "defects corrected"),
    "defect_correction_lapsed": Titles(
        "кемшілікті жою мерзімі бітті", "истёк срок устранения недостатков", "term to correct defects over"
    ),
    "returned_to_applicant": Titles(
        "өтініш берушіге қайтарылды", "возвращено заявителю", "returned to the applicant"
    ),
    "preliminary_decision_announced": Titles(
        "алдын ала шешім хабарланды", "сообщено предварительное решение", "preliminary decision announced"
    ),
    "objection_submitted": Titles("қарсылық айтылды", "подано возражение", "objection submitted"),
    "hearing_requested": Titles("ауызша тыңдау сұралды", "запрошено заслушивание", "hearing requested"),
    "hearing_held": Titles("тыңдау өткізілді", "заслушивание проведено", "hearing held"),
    "hearing_protocol_signed": Titles(
        "хаттамаға қол қойылды", "протокол подписан", "hearing protocol signed"
    ),
    "protocol_remarks_submitted": Titles(
        "хаттамаға ескерту айтылды", "поданы замечания на протокол", "remarks on the protocol submitted"
    ),
    "complaint_forwarded": Titles(
        "шағым жоғары тұрған органға жіберілді",
        "жалоба направлена вышестоящему органу",
        "complaint forwarded",
    ),
    "recusal_requested": Titles("қарсылық білдірілді", "заявлен отвод", "recusal requested"),
    "recusal_decided": Titles("қарсылық шешілді", "отвод рассмотрен", "recusal decided"),
    "representative_changed": Titles("өкіл ауыстырылды", "представитель сменён", "representative changed"),
    "file_access_requested": Titles("іс сұралды", "запрошено дело", "access to the file requested"),
    "applicant_notified": Titles(
        "өтініш беруші хабардар етілді", "заявитель уведомлён", "applicant notified"
    ),
    "kind_changed": Titles("өтініш түрі өзгерді", "вид обращения изменён", "kind changed"),
    "deemed_refused": Titles(
        "бас тарту деп танылды", "признано отказом в связи с истечением срока", "deemed refused"
    ),
    "decided": Titles("шешім қабылданды", "принято решение", "decided"),
    "complaint_window_closed": Titles(
        "шағымдану мерзімі өтті", "срок обжалования истёк", "complaint window over"
    ),
    "registered_late": Titles("мерзімінен кеш тіркелді", "зарегистрировано с опозданием", "registered late"),
    "taken_over": Titles("басқа жүйеден көшірілді", "перенесено из другой системы", "taken over"),
    "silence_corrected": Titles(
        "мерзімнің өтуі түзетілді", "истечение срока отменено", "recorded silence corrected"
    ),
    "applicant_corrected": Titles(
        "өтініш беруші туралы деректер түзетілді", "данные заявителя исправлены", "applicant corrected"
    ),
    "topic_corrected": Titles("тақырып түзетілді", "тема исправлена", "topic corrected"),
    "body_registration_recorded": Titles(
        "орган өз журналында тіркеді",
        "орган зарегистрировал в своём журнале",
        "registered by the body itself",
    ),
    "region_corrected": Titles("өңір түзетілді", "регион исправлен", "region corrected"),
    "calendar_changed": Titles("күнтізбе өзгерді", "календарь изменён", "calendar changed"),
}
