"""Titles of the values of the law: procedures, moments, dangers, defects, grounds, means and exceptions."""

from domain.country.titles import Titles
from domain.law.vocabulary import (
    Danger,
    Defect,
    HearingException,
    NotificationMeans,
    Procedure,
    ReturnGround,
    TermStart,
)

PROCEDURES = {
    Procedure.GENERAL: Titles("жалпы рәсім", "общая процедура", "general procedure"),
    Procedure.SIMPLIFIED: Titles("оңайлатылған рәсім", "упрощённая процедура", "simplified procedure"),
    Procedure.COMPLAINT: Titles("шағым рәсімі", "порядок жалобы", "complaint procedure"),
    Procedure.PETITION: Titles("петиция рәсімі", "порядок петиции", "petition procedure"),
}
DANGERS = {
    Danger.CRIME: Titles("қылмыс", "преступление", "crime"),
    Danger.PUBLIC_SAFETY: Titles("қауіпсіздікке қатер", "угроза безопасности", "threat to public safety"),
}
DEFECTS = {
    Defect.NAME: Titles("өтініш берушінің аты-жөні", "имя заявителя", "the applicant's name"),
    Defect.ADDRESS: Titles("мекенжай", "адрес", "an address"),
    Defect.ADDRESSEE: Titles(
        "жолданған орган", "орган, которому оно адресовано", "the body it is addressed to"
    ),
    Defect.SUBSTANCE: Titles("өтініштің мәні", "суть обращения", "what it is about"),
    Defect.DATE: Titles("күні", "дата", "the date"),
    Defect.SIGNATURE: Titles("қолтаңба", "подпись", "a signature"),
}
RETURN_GROUNDS = {
    ReturnGround.DEFECTS_NOT_CORRECTED: Titles(
        "кемшілік жойылмады", "недостатки не устранены", "defects not corrected"
    ),
    ReturnGround.IDENTICAL: Titles("бұрынғымен бірдей", "идентично прежнему", "identical to an earlier one"),
    ReturnGround.OBSCENE: Titles(
        "әдепсіз сөздері бар", "нецензурное или оскорбительное", "obscene or insulting"
    ),
}
NOTIFICATION_MEANS = {
    NotificationMeans.REGISTERED_LETTER: Titles("тапсырыс хат", "заказное письмо", "registered letter"),
    NotificationMeans.TELEPHONE_MESSAGE: Titles("телефонограмма", "телефонограмма", "telephone message"),
    NotificationMeans.TELEGRAM: Titles("жеделхат", "телеграмма", "telegram"),
    NotificationMeans.PORTAL_ACCOUNT: Titles("порталдағы кабинет", "кабинет на портале", "portal account"),
    NotificationMeans.SMS: Titles("SMS", "SMS", "text message"),
    NotificationMeans.EMAIL: Titles("электрондық пошта", "электронная почта", "e-mail"),
    NotificationMeans.IN_PERSON: Titles("қолма-қол", "лично в руки", "in person"),
    NotificationMeans.OTHER: Titles(
        "дәлелі бар өзге тәсіл", "иной способ с подтверждением", "other, with a proof"
    ),
}
HEARING_EXCEPTIONS = {
    HearingException.FAVOURABLE: Titles("қолайлы акт", "благоприятный акт", "favourable act"),
    HearingException.SHORT_TERM: Titles("мерзімі қысқа", "короткий срок", "short term"),
    HearingException.URGENT_PROTECTION: Titles(
        "шұғыл қорғау", "незамедлительная защита", "urgent protection"
    ),
    HearingException.APPLICANT_REQUEST: Titles(
        "өтініш берушінің қалауы", "по ходатайству участника", "request of the applicant"
    ),
    HearingException.SIMPLIFIED: Titles("оңайлатылған рәсім", "упрощённая процедура", "simplified procedure"),
    HearingException.AUTOMATED: Titles(
        "автоматтандырылған шешім", "автоматизированное решение", "automated decision"
    ),
    HearingException.OTHER_LAW: Titles(
        "заңдағы өзге жағдай", "иной случай по закону", "other case of the law"
    ),
}
TERM_STARTS = {
    TermStart.RECEIVED: Titles("өтініш түсті", "обращение поступило", "receipt of the appeal"),
    TermStart.REGISTERED: Titles("тіркелді", "зарегистрировано", "registration"),
    TermStart.RECEIVED_BY_COMPETENT: Titles(
        "уәкілетті орган алды", "получено компетентным органом", "receipt by the competent body"
    ),
    TermStart.DEFECT_CORRECTION_LAPSED: Titles(
        "кемшілікті жою мерзімі бітті", "истёк срок устранения недостатков", "end of the term for corrections"
    ),
    TermStart.DECIDED: Titles("шешім қабылданды", "принято решение", "decision"),
    TermStart.EXTENDED: Titles("мерзім ұзартылды", "срок продлён", "extension"),
    TermStart.DUE: Titles("мерзім бітті", "срок истёк", "end of the term"),
    TermStart.PRELIMINARY_DECISION_ANNOUNCED: Titles(
        "алдын ала шешім хабарланды", "сообщено предварительное решение", "announcement before the decision"
    ),
    TermStart.HEARING_HELD: Titles("өтініш беруші тыңдалды", "заявитель заслушан", "hearing"),
    TermStart.PROTOCOL_SHOWN: Titles("хаттама көрсетілді", "протокол предъявлен", "showing of the protocol"),
    TermStart.REQUESTED: Titles("сұралды", "запрошено", "request"),
    TermStart.RECUSAL_REQUESTED: Titles("қарсылық білдірілді", "заявлен отвод", "request for recusal"),
    TermStart.REPRESENTATIVE_REMOVED: Titles(
        "өкіл шеттетілді", "представитель отстранён", "removal of the representative"
    ),
    TermStart.ACT_KNOWN: Titles("акт белгілі болды", "стало известно об акте", "knowledge of the act"),
    TermStart.ACT_ADOPTED: Titles("акт қабылданды", "принят акт", "adoption of the act"),
    TermStart.ACT_CORRECTED: Titles("акт түзетілді", "акт исправлен", "correction of the act"),
    TermStart.LAST_RECEPTION_HELD: Titles(
        "соңғы жеке қабылдау өтті", "прошёл последний личный приём", "last personal reception"
    ),
    TermStart.PETITION_FILED: Titles("петиция берілді", "петиция подана", "filing of the petition"),
    TermStart.PETITION_JOINED: Titles(
        "петицияға қосылды", "к петиции присоединились", "joining of the petition"
    ),
    TermStart.PETITION_PUBLISHED: Titles(
        "петиция жарияланды", "петиция размещена", "publication of the petition"
    ),
    TermStart.CLOSED: Titles("жабылды", "закрыто", "closing"),
}
