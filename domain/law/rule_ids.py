"""The rules of the law that the code reads, each with its meaning and its effect."""

from enum import StrEnum
from typing import Self

from domain.law.vocabulary import TermStart

ANY_START = frozenset(TermStart)  # the code counts from the act itself, whatever the start is called
ARRIVAL = frozenset({TermStart.RECEIVED, TermStart.REGISTERED})


class RuleId(StrEnum):
    """A rule that the code reads, by its id in every rulebook.

    ``meaning`` is what the law demands, ``switches_on`` the behaviour under a law that has the rule, and
    ``starts`` the moments from which the code can count its term.
    """

    meaning: str
    switches_on: str
    starts: frozenset[TermStart]

    def __new__(
        cls, value: str, meaning: str = "", switches_on: str = "", starts: frozenset[TermStart] = ANY_START
    ) -> Self:
        """Return the member with its attributes."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning, member.switches_on, member.starts = meaning, switches_on, starts
        return member

    REGISTRATION = (
        "registration",
        "an appeal is registered on the day of its receipt, or on the next working day",
        "the record of an entry that is later than that",
        ARRIVAL,
    )
    DUTY_TO_ACCEPT = (
        "duty_to_accept",
        "every appeal is accepted and considered",
        (
            "an appeal is merged only into one in which all of its applicants are answered, and who "
            "assists decides nothing against the applicant"
        ),
    )
    POWER_TO_DECIDE = (
        "power_to_decide",
        "an act is made by the body that considers the appeal",
        (
            "only people of that body decide, announce a decision, return an appeal or extend its term; the "
            "fallback queue, assisting groups and overseers of other organisations hand it back; a public "
            "reception, which is no body, explains and refers"
        ),
    )
    DEFECT_CORRECTION = (
        "defect_correction",
        "the defects of the appeal are reported to the applicant, with a term to correct them",
        "`report-defects`, `correct-defects` and the notice of the defects",
    )
    RETURN_UNCORRECTED = (
        "return_uncorrected",
        "what was not corrected in its term is returned",
        "`return-to-applicant`, with the ground `defects_not_corrected`",
        frozenset({TermStart.REGISTERED, TermStart.DEFECT_CORRECTION_LAPSED}),
    )
    RETURN_IDENTICAL = (
        "return_identical",
        "what is identical to an earlier appeal is returned",
        "`return-to-applicant` with the ground `identical`",
        frozenset({TermStart.REGISTERED, TermStart.DEFECT_CORRECTION_LAPSED}),
    )
    RETURN_OBSCENE = (
        "return_obscene",
        "what is obscene or insulting is returned",
        "`return-to-applicant` with the ground `obscene`",
        frozenset({TermStart.REGISTERED, TermStart.DEFECT_CORRECTION_LAPSED}),
    )
    URGENT_REDIRECT = (
        "urgent_redirect",
        "a crime or a threat to public safety is sent on at once",
        "the article that a danger cites; a danger is sent on under every law and under none",
    )
    ATTACH_TO_FILE = (
        "attach_to_file",
        "what comes again after its return is attached to the old file",
        "`attach-to-file`",
    )
    WITHDRAWAL = (
        "withdrawal",
        "the applicant may withdraw in writing before the decision",
        "the written form of `withdraw`, its end with the decision, and its notice",
    )
    REDIRECT = (
        "redirect",
        "what another body is competent for is sent on, and the applicant is notified",
        (
            "the term and the notice of `redirect`, and of a referral from one agency to another; the ban on "
            "reassigning an agency's work to another body"
        ),
        ARRIVAL,
    )
    REDIRECT_NOTICE = (
        "redirect_notice",
        "the applicant is notified of a redirect, whole or in part, when it is made",
        "the term of that notice, instead of the term of the redirect itself",
    )
    SPLIT_OFF = (
        "split_off",
        "the demands that another body is competent for are sent on",
        "`split-off`, its term and its notice",
        ARRIVAL,
    )
    RECUSAL = (
        "recusal",
        "the superior decides on a recusal",
        "`request-recusal` and the duty to decide on it",
    )
    RECUSAL_NOTICE = (
        "recusal_notice",
        "the applicant is notified of what was decided on a recusal",
        "the notice of that decision",
    )
    REPRESENTATIVE_REPLACEMENT = (
        "representative_replacement",
        "time to name another representative",
        "`change-representative`, and until when another may be named",
    )
    TERMINATION_NOTICE = (
        "termination_notice",
        "the applicant is notified that the procedure was terminated",
        "the notice of a termination, a withdrawal and a merger",
    )
    HEARING = (
        "hearing",
        "the applicant is heard before an adverse act",
        "`announce-preliminary-decision`, `record-hearing`, and no adverse act before the term has passed",
    )
    HEARING_EXCEPTIONS = (
        "hearing_exceptions",
        "in some cases a hearing is not required",
        "an exception that is claimed needs reasons in the text of the act",
    )
    OBJECTION = (
        "objection",
        "the applicant may object to the preliminary decision",
        "`submit-objection`, and until when it is in time",
    )
    HEARING_REQUEST = (
        "hearing_request",
        "the applicant may ask for an oral hearing",
        "`request-hearing`, and until when it is in time",
    )
    HEARING_PROTOCOL = (
        "hearing_protocol",
        "the protocol of the hearing is drawn up and signed",
        "the duty to sign it, which `record-hearing` opens",
    )
    PROTOCOL_REMARKS = (
        "protocol_remarks",
        "the applicant may remark on the protocol",
        "`submit-protocol-remarks`, and until when they are in time",
    )
    FILE_ACCESS = (
        "file_access",
        "the file is shown to the applicant",
        "`request-file-access` and the duty to show the file",
    )
    WRITTEN_DECISION = (
        "written_decision",
        "the decision is in writing and is sent to the applicant",
        "the notice of each decision that was not handed over in the same visit",
    )
    ANSWER_LANGUAGE = (
        "answer_language",
        "an answer is in the state language or in that of the appeal",
        "the language check of texts for the applicant",
    )
    NO_SUSPENSION = (
        "no_suspension",
        "nothing suspends the term while something is awaited from the applicant",
        "the clocks of the law and of urgent work run while information is awaited",
    )
    COMPLAINT_FORWARD = (
        "complaint_forward",
        "the body complained of sends the complaint to its superior, or satisfies it",
        (
            "`forward-complaint`; until then the body has the rule's term, and only the decisions with "
            "`by_respondent`"
        ),
    )
    NO_SUPERIOR = (
        "no_superior",
        "an act of a body without a superior is contested in court",
        "the time to go to court instead of the time to complain, where no body is superior",
    )
    AUTHOR_EXCLUDED = (
        "author_excluded",
        "the author of an act does not examine the complaint about it",
        "the body complained of may not change the kind of the complaint; its author is barred",
    )
    REMITTAL = (
        "remittal",
        "a complaint is remitted to the body complained of",
        "the duty to send the file back after the decision `remitted`",
    )
    COMPLAINT_WINDOW = (
        "complaint_window",
        "time to complain of an act",
        "the time to complain after an adverse end",
    )
    COMPLAINT_WINDOW_WITHOUT_REMEDIES = (
        "complaint_window_without_remedies",
        "time to complain of an act that does not say how",
        "the longer time to complain where the act does not state the remedies",
    )
    UNCONSIDERED_NOTICE = (
        "unconsidered_notice",
        "the applicant is notified that the complaint is left without consideration",
        "the notice of a complaint's termination, withdrawal or merger",
    )
    COURT_ACTION = (
        "court_action",
        "time to go to court after a complaint",
        "the time to go to court after a complaint, instead of the time to complain",
    )
    COURT_ACTION_WITHOUT_SUPERIOR = (
        "court_action_without_superior",
        "time to go to court about an act of a body without a superior",
        "the article and the term of going to court directly, instead of those of `court_action`",
    )
    ACT_SUSPENSION = (
        "act_suspension",
        "a complaint suspends the act",
        "the article that a complaint under consideration shows as `suspension_article`",
    )
    MOVED_DAYS_OFF = (
        "moved_days_off",
        "a ministry may move days off",
        "the article that a change of the calendar cites",
    )
    PERSONAL_RECEPTION = (
        "personal_reception",
        "heads and deputies receive people regularly",
        "the list of receptions that are overdue",
    )
    RECEPTION_WRITTEN_RECORD = (
        "reception_written_record",
        "what a reception does not solve becomes a written appeal",
        "the article and the day by which a visit is recorded",
    )


TERMS_OF_APPLICANT = frozenset(
    {
        RuleId.DEFECT_CORRECTION,
        RuleId.REPRESENTATIVE_REPLACEMENT,
        RuleId.OBJECTION,
        RuleId.HEARING_REQUEST,
        RuleId.PROTOCOL_REMARKS,
        RuleId.COMPLAINT_WINDOW,
        RuleId.COMPLAINT_WINDOW_WITHOUT_REMEDIES,
        RuleId.COURT_ACTION,
        RuleId.COURT_ACTION_WITHOUT_SUPERIOR,
    }
)  # these end at 24:00: the closing time binds the office alone (Civil Code, 176)
