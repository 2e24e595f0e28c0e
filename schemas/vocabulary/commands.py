"""Titles of the verbs: what a person may do with a task or an appeal."""

from domain.country.titles import Titles
from domain.rules.lifecycle import Verb

VERBS = {
    Verb.CLAIM: Titles("алу", "взять в работу", "claim"),
    Verb.RELEASE: Titles("босату", "вернуть в группу", "release"),
    Verb.ACCEPT: Titles("қабылдау", "принять передачу", "accept"),
    Verb.DECLINE: Titles("қабылдамау", "отклонить передачу", "decline"),
    Verb.COMPLETE: Titles("аяқтау", "завершить", "complete"),
    Verb.REFER: Titles("жолдау", "передать дальше", "refer"),
    Verb.RETURN: Titles("қайтару", "вернуть отправителю", "return to the sender"),
    Verb.REASSIGN: Titles("қайта тағайындау", "переназначить", "reassign"),
    Verb.HOLD: Titles("кейінге қалдыру", "отложить", "put on hold"),
    Verb.RESUME: Titles("жалғастыру", "возобновить", "resume"),
    Verb.REQUEST_INFORMATION: Titles("мәлімет сұрау", "запросить сведения", "request information"),
    Verb.OPEN_SIDE_TASK: Titles("қосымша тапсырма беру", "поручить часть", "open a side task"),
    Verb.CANCEL_SIDE_TASK: Titles("қосымша тапсырманы жою", "отменить поручение", "cancel the side task"),
    Verb.RESOLVE_AT_INTAKE: Titles("қабылдау кезінде шешу", "разрешить при приёме", "resolve at intake"),
    Verb.PROVIDE_INFORMATION: Titles("мәлімет беру", "предоставить сведения", "provide information"),
    Verb.CONFIRM_RECEIPT: Titles("көмекті алғанын растау", "подтвердить получение", "confirm the receipt"),
    Verb.WITHDRAW: Titles("кері қайтарып алу", "отозвать", "withdraw"),
    Verb.MERGE: Titles("біріктіру", "объединить", "merge"),
    Verb.EXTEND: Titles("мерзімді ұзарту", "продлить", "extend the term"),
    Verb.REOPEN: Titles("қайта ашу", "возобновить рассмотрение", "reopen"),
    Verb.REDIRECT: Titles(
        "құзыретті органға қайта жіберу", "перенаправить", "redirect to the competent body"
    ),
    Verb.SPLIT_OFF: Titles("бір бөлігін қайта жіберу", "перенаправить в части", "split off demands"),
    Verb.FLAG_DANGER: Titles("қауіп туралы хабарлау", "сообщить об опасности", "report a danger"),
    Verb.REPORT_DEFECTS: Titles("кемшіліктерді көрсету", "указать недостатки", "report defects"),
    Verb.RETURN_TO_APPLICANT: Titles(
        "өтініш берушіге қайтару", "вернуть заявителю", "return to the applicant"
    ),
    Verb.ANNOUNCE_PRELIMINARY_DECISION: Titles(
        "алдын ала шешімді хабарлау", "сообщить предварительное решение", "announce the preliminary decision"
    ),
    Verb.RECORD_HEARING: Titles("тыңдауды тіркеу", "зафиксировать заслушивание", "record the hearing"),
    Verb.SIGN_HEARING_PROTOCOL: Titles(
        "хаттамаға қол қою", "подписать протокол", "sign the hearing protocol"
    ),
    Verb.FORWARD_COMPLAINT: Titles(
        "жоғары тұрған органға жіберу", "направить вышестоящему органу", "forward the complaint"
    ),
    Verb.DECIDE_RECUSAL: Titles("қарсылықты шешу", "рассмотреть отвод", "decide on the recusal"),
    Verb.RECORD_NOTIFICATION: Titles("хабардар ету", "уведомить заявителя", "record the notification"),
    Verb.CHANGE_KIND: Titles("өтініш түрін өзгерту", "изменить вид обращения", "change the kind"),
    Verb.CORRECT_DEFECTS: Titles("кемшілікті жою", "устранить недостатки", "correct the defects"),
    Verb.SUBMIT_OBJECTION: Titles("қарсылық айту", "возразить", "submit an objection"),
    Verb.REQUEST_HEARING: Titles(
        "ауызша тыңдауды сұрау", "попросить об устном заслушивании", "request a hearing"
    ),
    Verb.SUBMIT_PROTOCOL_REMARKS: Titles(
        "хаттамаға ескерту айту", "подать замечания на протокол", "submit remarks on the protocol"
    ),
    Verb.REQUEST_RECUSAL: Titles("қарсылық білдіру", "заявить отвод", "request a recusal"),
    Verb.CHANGE_REPRESENTATIVE: Titles(
        "өкілді ауыстыру", "сменить представителя", "change the representative"
    ),
    Verb.REQUEST_FILE_ACCESS: Titles(
        "іспен танысуды сұрау", "запросить ознакомление с делом", "request access to the file"
    ),
    Verb.ATTACH_TO_FILE: Titles("іске тігу", "приобщить к делу", "attach to the file"),
    Verb.CORRECT_APPLICANT: Titles(
        "өтініш беруші туралы деректерді түзету", "исправить данные заявителя", "correct the applicant"
    ),
    Verb.CORRECT_TOPIC: Titles("тақырыпты түзету", "исправить тему", "correct the topic"),
    Verb.CORRECT_REGION: Titles("өңірді түзету", "исправить регион", "correct the region"),
    Verb.RECORD_BODY_REGISTRATION: Titles(
        "органның тіркеу нөмірін жазу",
        "записать регистрационный номер органа",
        "record the body's registration number",
    ),
    Verb.CHANGE_CALENDAR: Titles("күнтізбені өзгерту", "изменить календарь", "change the calendar"),
}
