"""Count the evidence on an answer rightly when both are saved in the same moment.

Neither transaction saw the other's row, so the piece was not counted. Whoever saves answers holds
their return or, for a whole file, the round. Now evidence takes both before it is counted, in the
order in which a file does, and counts afresh; the saving of answers pays nothing for it.
"""

import importlib

from django.db import migrations

BEFORE = importlib.import_module("headwater.inspection.migrations.0003_judgements").EVIDENCE

COUNT = """
CREATE OR REPLACE FUNCTION hw.count_evidence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    given text := current_setting('headwater.token', true);
    touched bigint[];
BEGIN
    PERFORM set_config('headwater.token', hw.purpose_token('count-evidence'), true);
    touched := ARRAY(SELECT e.subject_id FROM inspection_evidence e
                     WHERE e.record_id IN (OLD.evidence_id, NEW.evidence_id));
    PERFORM FROM inspection_round o
        WHERE o.record_id IN (SELECT s.round_id FROM inspection_subject s WHERE s.id = ANY (touched))
        ORDER BY o.record_id FOR SHARE;
    PERFORM FROM inspection_return t WHERE t.subject_id = ANY (touched)
        ORDER BY t.record_id FOR NO KEY UPDATE;
    UPDATE inspection_answer a SET evidence_count = (
        SELECT count(*) FROM inspection_evidence e
        JOIN inspection_evidenceuse u ON u.evidence_id = e.record_id
        WHERE e.subject_id = t.subject_id AND u.finding_id = a.finding_id)
    FROM inspection_return t
    WHERE t.subject_id = ANY (touched) AND a.submission_id = t.record_id
        AND a.finding_id IN (OLD.finding_id, NEW.finding_id);
    PERFORM set_config('headwater.token', given, true);
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0004_figures")]

    operations = [
        migrations.RunSQL(
            COUNT,
            "DROP FUNCTION hw.count_evidence, hw.count_evidence_of_answers CASCADE;" + BEFORE,
        ),
    ]
