"""How many returns a round has, for readers who see only some of them."""

from django.db import migrations

COUNT = """
-- The number of returns of a round by cohort on a day, and nothing else of them; no row for whoever
-- may not see the round. It lets a page say from how many returns its figures were not counted.
CREATE FUNCTION hw.returns_in_round(of_round bigint, on_day date)
RETURNS TABLE (cohort_id bigint, return_count bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    given text := current_setting('headwater.token', true);
BEGIN
    IF NOT EXISTS (SELECT FROM inspection_round o WHERE o.record_id = of_round) THEN
        RETURN;
    END IF;
    PERFORM set_config('headwater.token', hw.purpose_token('count-returns'), true);
    RETURN QUERY
        SELECT m.cohort_id, count(*)
        FROM inspection_return r
        JOIN inspection_subject s ON s.id = r.subject_id
        LEFT JOIN inspection_cohortmembership m ON m.subject_id = s.id AND m.period @> on_day
        WHERE s.round_id = of_round
        GROUP BY m.cohort_id;
    PERFORM set_config('headwater.token', given, true);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0003_judgements")]

    operations = [migrations.RunSQL(COUNT, "DROP FUNCTION hw.returns_in_round(bigint, date)")]
