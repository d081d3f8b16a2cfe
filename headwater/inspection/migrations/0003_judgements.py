"""Blind ratings opened when both are done, kept once done; and how much evidence there is.

The functions that act beyond the reader check their own conditions, act under a purpose of their
own and give the reader back. Names are looked up with the temporary schema last.
"""

from django.db import migrations

DRAW = """
-- Which capabilities of which subjects are to be rated twice: for each capability the subjects are
-- put in the order of a digest of round, capability and subject, and the first of them are drawn,
-- as many as the round's share asks for, rounded up. Anybody can repeat the draw.
CREATE FUNCTION hw.second_ratings_due(of_round bigint)
RETURNS TABLE (subject_id bigint, capability_id bigint)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT d.subject_id, d.capability_id
    FROM (
        SELECT s.id AS subject_id, i.id AS capability_id, r.second_rating_share AS share,
            count(*) OVER (PARTITION BY i.id) AS subject_count,
            row_number() OVER (
                PARTITION BY i.id
                ORDER BY sha256(convert_to(r.slug || '/' || i.code || '/' || s.code, 'UTF8'))
            ) AS place
        FROM inspection_round r
        JOIN inspection_subject s ON s.round_id = r.record_id
        JOIN kernel_item i
            ON i.pack_id = r.framework_id AND i.kind = 'capability' AND NOT i.is_historical
        WHERE r.record_id = of_round AND NOT r.is_reconstruction
    ) AS d
    WHERE d.place <= ceil(d.subject_count * d.share / 100.0)
$$;
"""

RELEASE = """
-- Open the ratings of one capability of one subject to the round's team, when the first is done and
-- the second is done too or none is due. Returns how many were opened. Only a rater may ask.
CREATE FUNCTION hw.release_ratings(of_subject bigint, of_capability bigint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    asker text := hw.reader();
    given text := current_setting('headwater.token', true);
    first_done boolean;
    second_done boolean;
    any_open boolean;
    is_rater boolean;
    is_due boolean;
    its_team bigint;
    its_round bigint;
    open_label integer;
    opened integer := 0;
BEGIN
    PERFORM set_config('headwater.token', hw.purpose_token('release-ratings'), true);
    SELECT coalesce(bool_or(place = 'first' AND done_at IS NOT NULL), false),
        coalesce(bool_or(place = 'second' AND done_at IS NOT NULL), false),
        coalesce(bool_or(done_at IS NULL), false),
        coalesce(bool_or('person:' || rater_id = asker), false), min(round_id)
    INTO first_done, second_done, any_open, is_rater, its_round
    FROM inspection_rating WHERE subject_id = of_subject AND capability_id = of_capability;
    IF NOT is_rater THEN
        RAISE EXCEPTION 'Only a rater may ask for these ratings to be opened'
            USING ERRCODE = '42501';
    END IF;
    is_due := EXISTS (
        SELECT FROM hw.second_ratings_due(its_round) AS due
        WHERE due.subject_id = of_subject AND due.capability_id = of_capability);
    IF first_done AND NOT any_open AND (second_done OR NOT is_due) THEN
        SELECT team_id INTO its_team FROM inspection_round WHERE record_id = its_round;
        INSERT INTO kernel_label (marking, team_id, is_open, is_public)
        VALUES ('OFFICIAL', its_team, false, false) ON CONFLICT DO NOTHING;
        SELECT id INTO STRICT open_label FROM kernel_label
        WHERE marking = 'OFFICIAL' AND team_id = its_team AND organisation_id IS NULL
            AND area_id IS NULL AND person_id IS NULL AND NOT is_open AND NOT is_public;
        UPDATE kernel_record SET label_id = open_label
        WHERE label_id <> open_label AND id IN (
            SELECT record_id FROM inspection_rating
            WHERE subject_id = of_subject AND capability_id = of_capability);
        GET DIAGNOSTICS opened = ROW_COUNT;
    END IF;
    PERFORM set_config('headwater.token', given, true);
    RETURN opened;
END $$;
"""

KEEP = """
CREATE FUNCTION hw.keep_done_rating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.done_at IS NOT NULL THEN
        RAISE EXCEPTION 'A rating that is done is kept as it was written' USING ERRCODE = '42501';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER keep_done_rating BEFORE DELETE OR UPDATE
    OF stage_id, narrative, reason, rater_id, subject_id, capability_id, place, done_at
    ON inspection_rating FOR EACH ROW EXECUTE FUNCTION hw.keep_done_rating();

CREATE FUNCTION hw.keep_done_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rating bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.rating_id ELSE OLD.rating_id END;
BEGIN
    IF EXISTS (SELECT FROM inspection_rating r
               WHERE r.record_id = rating AND r.done_at IS NOT NULL) THEN
        RAISE EXCEPTION 'A rating that is done is kept as it was written' USING ERRCODE = '42501';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER keep_done_answer BEFORE INSERT OR DELETE OR UPDATE
    OF rating_id, criterion_id, met, note ON inspection_criterionanswer
    FOR EACH ROW EXECUTE FUNCTION hw.keep_done_answer();

CREATE FUNCTION hw.keep_done_citation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    answer bigint :=
        CASE WHEN TG_OP = 'INSERT' THEN NEW.criterionanswer_id ELSE OLD.criterionanswer_id END;
BEGIN
    IF EXISTS (SELECT FROM inspection_criterionanswer a
               JOIN inspection_rating r ON r.record_id = a.rating_id
               WHERE a.id = answer AND r.done_at IS NOT NULL) THEN
        RAISE EXCEPTION 'A rating that is done is kept as it was written' USING ERRCODE = '42501';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER keep_done_citation BEFORE INSERT OR DELETE OR UPDATE
    ON inspection_criterionanswer_cited
    FOR EACH ROW EXECUTE FUNCTION hw.keep_done_citation();

-- What is cited is seen by whoever sees the answer that cites it.
ALTER TABLE inspection_criterionanswer_cited ENABLE ROW LEVEL SECURITY;
ALTER TABLE inspection_criterionanswer_cited FORCE ROW LEVEL SECURITY;
CREATE POLICY follows ON inspection_criterionanswer_cited
    USING (EXISTS (SELECT FROM inspection_criterionanswer a WHERE a.id = criterionanswer_id))
    WITH CHECK (
        EXISTS (SELECT FROM inspection_criterionanswer a WHERE a.id = criterionanswer_id)
        AND (SELECT hw.may_write()));

-- A judgement that a person settled with a reason is replaced by a later one, never changed. One
-- that an import brought in has no reason and goes with its draft.
CREATE FUNCTION hw.keep_judgement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.reason = '' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'A judgement is replaced by a later one and never changed'
        USING ERRCODE = '42501';
END $$;

CREATE TRIGGER keep_judgement BEFORE DELETE OR UPDATE
    OF subject_id, capability_id, stage_id, narrative, reason, settled_by, settled_at, replaces_id
    ON inspection_judgement FOR EACH ROW EXECUTE FUNCTION hw.keep_judgement();
"""

EVIDENCE = """
-- An answer knows how many pieces of evidence bear on it, so that whoever sees fewer is told so.
CREATE FUNCTION hw.count_evidence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    given text := current_setting('headwater.token', true);
BEGIN
    PERFORM set_config('headwater.token', hw.purpose_token('count-evidence'), true);
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        UPDATE inspection_answer a SET evidence_count = evidence_count - 1
        FROM inspection_evidence e JOIN inspection_return t ON t.subject_id = e.subject_id
        WHERE e.record_id = OLD.evidence_id AND a.submission_id = t.record_id
            AND a.finding_id = OLD.finding_id;
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        UPDATE inspection_answer a SET evidence_count = evidence_count + 1
        FROM inspection_evidence e JOIN inspection_return t ON t.subject_id = e.subject_id
        WHERE e.record_id = NEW.evidence_id AND a.submission_id = t.record_id
            AND a.finding_id = NEW.finding_id;
    END IF;
    PERFORM set_config('headwater.token', given, true);
    RETURN NULL;
END $$;

CREATE TRIGGER count_evidence AFTER INSERT OR DELETE OR UPDATE OF evidence_id, finding_id
    ON inspection_evidenceuse FOR EACH ROW EXECUTE FUNCTION hw.count_evidence();

-- Answers that come after the evidence start with its count; a bulk import pays one join.
CREATE FUNCTION hw.count_evidence_of_answers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    given text := current_setting('headwater.token', true);
BEGIN
    PERFORM set_config('headwater.token', hw.purpose_token('count-evidence'), true);
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

CREATE TRIGGER count_evidence_of_answers AFTER INSERT ON inspection_answer
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT
    EXECUTE FUNCTION hw.count_evidence_of_answers();
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0003_returns")]

    operations = [
        migrations.RunSQL(DRAW, "DROP FUNCTION hw.second_ratings_due"),
        migrations.RunSQL(RELEASE, "DROP FUNCTION hw.release_ratings"),
        migrations.RunSQL(
            KEEP,
            "DROP FUNCTION hw.keep_done_rating, hw.keep_done_answer, hw.keep_done_citation,"
            " hw.keep_judgement CASCADE; DROP POLICY follows ON inspection_criterionanswer_cited;"
            " ALTER TABLE inspection_criterionanswer_cited NO FORCE ROW LEVEL SECURITY;"
            " ALTER TABLE inspection_criterionanswer_cited DISABLE ROW LEVEL SECURITY",
        ),
        migrations.RunSQL(
            EVIDENCE,
            "DROP FUNCTION hw.count_evidence, hw.count_evidence_of_answers CASCADE",
        ),
    ]
