"""Titles of clocks, their marks and the levels of escalation."""

from domain.country.titles import Titles
from domain.policy.calls import CallChannel, CallState, CallThreshold
from domain.policy.escalation import EscalationTarget
from domain.state.clock import ClockKind, MarkKind

CLOCK_KINDS = {
    ClockKind.STATUTE: Titles("заңды мерзім", "законный срок", "statutory term"),
    ClockKind.STEP: Titles("кезең мерзімі", "срок этапа", "term of the step"),
    ClockKind.ACCEPTANCE: Titles("қабылдау мерзімі", "срок принятия", "term of acceptance"),
    ClockKind.LEASE: Titles("ұстау мерзімі", "срок удержания", "lease"),
    ClockKind.HOLD: Titles("кейінге қалдыру мерзімі", "срок отсрочки", "hold"),
    ClockKind.INFORMATION: Titles("жауапты күту мерзімі", "срок ожидания ответа", "wait for the answer"),
    ClockKind.RECEIPT: Titles("көмекті алу мерзімі", "срок получения помощи", "wait for the receipt"),
    ClockKind.DEFECT_CORRECTION: Titles(
        "кемшілікті жою мерзімі", "срок устранения недостатков", "term to correct defects"
    ),
    ClockKind.COMPLAINT_WINDOW: Titles("шағымдану мерзімі", "срок обжалования", "complaint window"),
}
MARK_KINDS = {
    MarkKind.WARNING: Titles("ескерту", "предупреждение", "warning"),
    MarkKind.DUE: Titles("мерзімнің бітуі", "истечение срока", "due"),
    MarkKind.LEVEL: Titles("эскалация деңгейі", "уровень эскалации", "escalation level"),
    MarkKind.LAPSE: Titles("автоматты түрде өту", "автоматический переход", "lapse"),
}
ESCALATION_TARGETS = {
    EscalationTarget.HOLDER: Titles("орындаушы", "исполнитель", "holder of the task"),
    EscalationTarget.SUPERVISOR: Titles(
        "ұйым басшысы", "руководитель организации", "head of the organisation"
    ),
    EscalationTarget.HEAD: Titles("өңір басшысы", "руководитель региона", "head of the region"),
    EscalationTarget.FALLBACK: Titles("резервтік кезек", "резервная очередь", "fallback queue"),
    EscalationTarget.OPERATOR: Titles("оператор", "оператор", "operator"),
}
CALL_THRESHOLDS = {
    CallThreshold.WARNING: Titles("ескерту", "предупреждение", "warning"),
    CallThreshold.DUE: Titles("мерзімнің бітуі", "истечение срока", "due"),
    CallThreshold.LEVEL: Titles("эскалация деңгейі", "уровень эскалации", "escalation level"),
}
CALL_CHANNELS = {
    CallChannel.INBOX: Titles("кіріс қорабы", "входящие", "inbox"),
    CallChannel.EMAIL: Titles("электрондық пошта", "электронная почта", "e-mail"),
    CallChannel.MESSENGER: Titles("мессенджер", "мессенджер", "messenger"),
}
CALL_STATES = {
    CallState.SENT: Titles("жіберілді", "отправлено", "sent"),
    CallState.UNDELIVERABLE: Titles("жеткізу мүмкін емес", "доставить нельзя", "undeliverable"),
    CallState.UNREACHABLE: Titles("байланыс жоқ", "связи нет", "unreachable"),
}
