"""Row-level security of the capability's tables, and rows that are only ever appended."""

from django.db import migrations

from headwater.kernel.handling.schema import AppendOnly, Protect

ROOTS = (
    "round",
    "return",
    "evidence",
    "rating",
    "assessment",
    "recommendation",
    "practicenote",
    "report",
    "edition",
)
CHILDREN = (
    ("subject", "round", "round_id"),
    ("cohortmembership", "subject", "subject_id"),
    ("guidance", "round", "round_id"),
    ("visit", "round", "round_id"),
    ("answerversion", "return", "submission_id"),
    ("delegation", "return", "submission_id"),
    ("query", "return", "submission_id"),
    ("minimumstate", "return", "submission_id"),
    ("accuracycheck", "return", "submission_id"),
    ("attachment", "evidence", "evidence_id"),
    ("evidenceuse", "evidence", "evidence_id"),
    ("criterionanswer", "rating", "rating_id"),
    ("judgement", "round", "round_id"),
    ("assessmentanswer", "assessment", "assessment_id"),
    ("clause", "recommendation", "recommendation_id"),
    ("progress", "clause", "clause_id"),
    ("chapter", "report", "report_id"),
    ("chapterversion", "chapter", "chapter_id"),
    ("citedfact", "report", "report_id"),
    ("readingcopy", "report", "report_id"),
    ("readercomment", "report", "report_id"),
    ("signature", "report", "report_id"),
    ("editionfile", "edition", "edition_id"),
)

# Filled in bulk by imports, so checked by the statement rather than copied row by row.
IN_BULK = ("return", "subject", "cohortmembership", "judgement")


def carried(table: str) -> str:
    """How a table's rows come by their label."""
    return "statement" if table in IN_BULK else "row"


class Migration(migrations.Migration):
    dependencies = [("inspection", "0001_initial"), ("kernel", "0002_handling")]

    operations = [
        *(
            Protect(
                f"inspection_{root}", parent="kernel_record", via="record_id", carry=carried(root)
            )
            for root in ROOTS
        ),
        *(
            Protect(
                f"inspection_{child}", parent=f"inspection_{parent}", via=via, carry=carried(child)
            )
            for child, parent, via in CHILDREN
        ),
        Protect(
            "inspection_answer", parent="inspection_return", via="submission_id", carry="statement"
        ),
        AppendOnly("inspection_answerversion", columns=("value", "comment", "number")),
        AppendOnly("inspection_chapterversion", columns=("text", "number")),
        AppendOnly("inspection_signature", columns=("digest", "person_id")),
        AppendOnly(
            "inspection_minimumstate",
            columns=("minimum_id", "category_id", "on_date", "status", "reason", "decided_by"),
        ),
        AppendOnly(
            "inspection_progress",
            columns=("text", "evidence", "old_due_date", "new_due_date", "on_date", "reported_by"),
        ),
        AppendOnly("inspection_readingcopy", columns=("frozen",)),
        AppendOnly("inspection_edition", columns=("frozen", "hash", "number", "slug")),
    ]
