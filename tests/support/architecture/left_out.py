"""The articles of the Code that Komek leaves out, each with what it demands and the reason."""

DOCUMENTS = "an act is a text here: drafts, requisites and signatures come with decisions as documents"
STATISTICS = "order № 70 of the legal-statistics committee could not be read"
COLLEGIAL = "a decision has one author here"
BY_HAND = "done on paper; the proof is entered as the text of a notice or a note"
DATA_ONLY = "the term is known, and no act of a running appeal starts it"

LEFT_OUT = (
    ("63(1), 63(2)", "protocol of an oral appeal, addressee, date and signature", DOCUMENTS),
    ("63(3)", "proof of payment", "no appeal is paid for"),
    ("66(1)", "notice of time and place of the hearing", BY_HAND),
    ("66(3)–66(5)", "other addresses, the applicant's consent to them, refusal of a notice", BY_HAND),
    ("67(5), 71", "collegial bodies", COLLEGIAL),
    ("68(4), 68(5)", "removal of a representative who works for the body", "who works where is not known"),
    ("69", "registration journal, control card, legal statistics", STATISTICS),
    (
        "74(6)",
        "decision on the remarks on the protocol",
        "the remarks are kept; no act answers them",
    ),
    ("75(2)", "secrets in the file", "Komek has no classified files"),
    ("78(2), 79, 80(1)", "a written act with its requisites and a signature", DOCUMENTS),
    ("78(4), 82, 86", "oral act put in writing, correction of slips, execution", DATA_ONLY),
    ("84, 85", "annulment of an act by its own body", "`reopen` resumes the work, but annuls no act"),
    ("90(2)", "clarification before a personal reception", BY_HAND),
    ("90-1–90-6", "support and publication of petitions", DATA_ONLY),
    ("91(3)", "another authorised body than the superior", "Law № 88-V, 25, could not be read"),
    ("91(7)", "the prosecutor's office", "it decides under a law of its own"),
    ("92(2)", "restoring a missed term", "a late complaint is accepted and shown as late: 92(3)"),
    ("93", "form and content of a complaint", "defects are those of 63, which 93 repeats in the main"),
    ("94(2)", "explanation of rights after registration", BY_HAND),
    ("96(2)", "an act that states why a complaint does not suspend it", DOCUMENTS),
    ("98(3)", "hearing of the official complained of", "only the applicant's hearing is recorded"),
    ("98(6)", "no worsening for the applicant", "a person judges that"),
    ("100(2)–100(4)", "competence, grounds and the copy for the body complained of", DOCUMENTS),
)
