"""Titles of the values of an appeal: status, outcome, grounds, steps, people and dangers."""

from domain.country.languages import Language
from domain.country.offices import Office
from domain.country.titles import Titles
from domain.identity.people import Capacity, Role
from domain.policy.plan import Specialty, Step
from domain.projections.next_step import NextStep
from domain.state.appeal import Status
from domain.state.task import Ground, Outcome

STATUSES = {
    Status.IN_PROGRESS: Titles("қаралуда", "в работе", "in progress"),
    Status.AWAITING_INFORMATION: Titles(
        "азаматтың жауабын күтуде", "ожидает ответа гражданина", "waits for the citizen's answer"
    ),
    Status.AWAITING_RECEIPT: Titles(
        "көмектің жетуін күтуде", "ожидает получения помощи", "waits for the receipt of the help"
    ),
    Status.CLOSED: Titles("жабылды", "закрыто", "closed"),
}
OUTCOMES = {
    Outcome.RESOLVED: Titles("шешілді", "решено положительно", "resolved"),
    Outcome.EXPLAINED: Titles("түсіндірілді", "разъяснено", "explained"),
    Outcome.REFUSED: Titles("бас тартылды", "отказано", "refused"),
    Outcome.TERMINATED: Titles("тоқтатылды", "прекращено", "terminated"),
    Outcome.WITHDRAWN: Titles("кері қайтарып алынды", "отозвано", "withdrawn"),
    Outcome.MERGED: Titles("біріктірілді", "объединено", "merged"),
    Outcome.RETURNED: Titles("қайтарылды", "возвращено", "returned"),
    Outcome.ATTACHED: Titles("іске тігілді", "приобщено к делу", "attached to the file"),
}
GROUNDS = {
    Ground.NO_RIGHT: Titles("құқығы жоқ", "нет права", "no right to it"),
    Ground.NO_RESOURCES: Titles("қаражат жоқ", "нет средств", "no resources"),
    Ground.NO_SUBSTANCE: Titles("мәні жоқ", "нет существа вопроса", "no substance"),
    Ground.ALREADY_DECIDED: Titles("бұрын шешілген", "уже решено", "decided before"),
    Ground.COURT_ACT: Titles("сот актісі бар", "есть судебный акт", "a court has decided"),
    Ground.ANONYMOUS: Titles("анонимді", "анонимное", "anonymous"),
    Ground.OTHER: Titles("өзге", "иное", "other"),
}
STEPS = {
    Step.RECEPTION: Titles("қабылдау", "приёмная", "reception"),
    Step.AGENCY: Titles("уәкілетті орган", "компетентный орган", "competent body"),
    Step.SPECIALIST: Titles("маман", "специалист", "specialist"),
    Step.SPONSOR: Titles("демеуші", "спонсор", "sponsor"),
}
SPECIALTIES = {
    Specialty.LAWYER: Titles("заңгер", "юрист", "lawyer"),
    Specialty.PSYCHOLOGIST: Titles("психолог", "психолог", "psychologist"),
    Specialty.OTHER: Titles("өзге маман", "иной специалист", "other specialist"),
}
ROLES = {
    Role.CLERK: Titles("қабылдау бөлмесінің қызметкері", "сотрудник приёмной", "clerk of the reception"),
    Role.OFFICER: Titles("органның қызметкері", "исполнитель", "officer"),
    Role.SPECIALIST: Titles("маман", "специалист", "specialist"),
    Role.SPONSOR: Titles("демеуші", "спонсор", "sponsor"),
    Role.SUPERVISOR: Titles("ұйымның басшысы", "руководитель организации", "head of the organisation"),
    Role.HEAD: Titles("өңір басшысы", "руководитель региона", "head of the region"),
    Role.OPERATOR: Titles("жүйе операторы", "оператор", "operator"),
    Role.INTEGRATOR: Titles("ақпараттық жүйе", "информационная система", "information system"),
    Role.CITIZEN: Titles("азамат", "гражданин", "citizen"),
}
OFFICES = {
    Office.HEAD: Titles("басшы", "руководитель", "head"),
    Office.DEPUTY: Titles("басшының орынбасары", "заместитель руководителя", "deputy head"),
    Office.HEAD_OF_APPARATUS: Titles("аппарат басшысы", "руководитель аппарата", "head of the apparatus"),
    Office.AUTHORISED: Titles("уәкілетті тұлға", "уполномоченное лицо", "authorised person"),
}
CAPACITIES = {
    Capacity.APPLICANT: Titles("өтініш беруші", "заявитель", "applicant"),
    Capacity.REPRESENTATIVE: Titles("өкіл", "представитель", "representative"),
    Capacity.FORMER_REPRESENTATIVE: Titles("бұрынғы өкіл", "прежний представитель", "former representative"),
    Capacity.MEMBER: Titles("топ мүшесі", "участник группы", "member of the group"),
}
LANGUAGES = {
    Language.KAZAKH: Titles("қазақша", "казахский", "Kazakh"),
    Language.RUSSIAN: Titles("орысша", "русский", "Russian"),
    Language.ENGLISH: Titles("ағылшынша", "английский", "English"),
}
NEXT_STEPS = {
    NextStep.ANSWER_QUESTION: Titles("сұраққа жауап беріңіз", "ответьте на вопрос", "answer the question"),
    NextStep.CORRECT_DEFECTS: Titles(
        "кемшіліктерді түзетіңіз", "устраните недостатки", "correct what is missing"
    ),
    NextStep.CONFIRM_RECEIPT: Titles("көмекті растаңыз", "подтвердите получение", "confirm the receipt"),
    NextStep.AWAIT_DECISION: Titles("шешім күтіледі", "ожидается решение", "a decision is due"),
    NextStep.AWAIT_LATE_DECISION: Titles("шешім кешікті", "решение просрочено", "the decision is late"),
    NextStep.AWAIT_NOTICE: Titles("хабарлама күтіледі", "ожидается извещение", "a notice is due"),
    NextStep.COMPLAIN: Titles("шағымдануға болады", "можно пожаловаться", "you may complain"),
    NextStep.NOTHING: Titles("ештеңе талап етілмейді", "ничего не требуется", "nothing is required"),
}
