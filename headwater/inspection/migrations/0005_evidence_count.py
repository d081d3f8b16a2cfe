"""Count the evidence on an answer rightly when both are saved in the same moment.

Neither transaction saw the other's row, so the piece was not counted. Now each takes the subject
first: answers share it, so that many are saved at once, and a piece of evidence waits for them.
"""

import importlib

from django.db import migrations

BEFORE = importlib.import_module("headwater.inspection.migrations.0003_judgements").EVIDENCE

AFTER = """
-- The return is taken before the subject, because whoever saves answers holds it already; the other
-- way round the two could wait for each other. What is counted is counted afresh.
CREATE OR REPLACE FUNCTION hw.count_evidence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    given text := current_setting('headwater.token', true);
    touched bigint[];
BEGIN
    PERFORM set_config('headwater.token', hw.purpose_token('count-evidence'), true);
    touched := ARRAY(SELECT e.subject_id FROM inspection_evidence e
                     WHERE e.record_id IN (OLD.evidence_id, NEW.evidence_id));
    PERFORM FROM inspection_return t WHERE t.subject_id = ANY (touched)
        ORDER BY t.record_id FOR NO KEY UPDATE;
    PERFORM FROM inspection_subject s WHERE s.id = ANY (touched)
        ORDER BY s.id FOR NO KEY UPDATE;
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

CREATE OR REPLACE FUNCTION hw.count_evidence_of_answers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    given text := current_setting('headwater.token', true);
    answered bigint[] := ARRAY(SELECT DISTINCT n.submission_id FROM added n);
BEGIN
    PERFORM set_config('headwater.token', hw.purpose_token('count-evidence'), true);
    PERFORM FROM inspection_subject s WHERE s.id = ANY (ARRAY(
        SELECT t.subject_id FROM inspection_return t WHERE t.record_id = ANY (answered)))
        ORDER BY s.id FOR SHARE;
    IF EXISTS (SELECT FROM inspection_evidenceuse) THEN
        UPDATE inspection_answer a SET evidence_count = c.use_count
        FROM (
            SELECT n.id, count(*) AS use_count
            FROM added n
            JOIN inspection_return t ON t.record_id = n.submission_id
            JOIN inspection_evidence e ON e.subject_id = t.subject_id
            JOIN inspection_evidenceuse u
                ON u.evidence_id = e.record_id AND u.finding_id = n.finding_id
            GROUP BY n.id
        ) AS c
        WHERE a.id = c.id;
    END IF;
    PERFORM set_config('headwater.token', given, true);
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0004_figures")]

    operations = [
        migrations.RunSQL(
            AFTER,
            "DROP FUNCTION hw.count_evidence, hw.count_evidence_of_answers CASCADE;" + BEFORE,
        ),
    ]
