"""Titles of the values of the time ledger."""

from domain.country.titles import Titles
from domain.projections.time_ledger.clock_moves import PauseEndReason
from domain.projections.time_ledger.spans import TimeOwnerKind
from schemas.http.responses.time_ledger import LedgerGrouping

TIME_OWNERS = {
    TimeOwnerKind.ORGANISATION: Titles("ұйымның уақыты", "время организации", "time of the organisation"),
    TimeOwnerKind.CITIZEN: Titles("азаматтың уақыты", "время гражданина", "time of the citizen"),
    TimeOwnerKind.RECEIPT: Titles("көмектің жолдағы уақыты", "время доставки помощи", "help on its way"),
    TimeOwnerKind.CLOSED: Titles("жабық тұрған уақыт", "время после закрытия", "closed"),
}
PAUSE_ENDS = {
    PauseEndReason.ANSWERED: Titles("жауап берілді", "получен ответ", "answered"),
    PauseEndReason.LAPSED: Titles("күту мерзімі өтті", "ожидание истекло", "no answer in time"),
    PauseEndReason.INTERRUPTED: Titles("тоқтатылды", "прервано", "interrupted"),
}
GROUPINGS = {
    LedgerGrouping.ORGANISATION: Titles("ұйым бойынша", "по организациям", "by organisation"),
    LedgerGrouping.REGION: Titles("өңір бойынша", "по регионам", "by region"),
    LedgerGrouping.TOPIC: Titles("тақырып бойынша", "по темам", "by topic"),
}
