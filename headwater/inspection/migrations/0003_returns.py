"""A body reads the round that asks for its return, though it is not of the round's team.

Whoever sees a return sees the subject and cohort it is for, and the round that it answers; nothing
else of the round, because visits, ratings and judgements carry labels of their own.
"""

from django.db import migrations

INVITED = """
CREATE POLICY reads_invited ON inspection_subject FOR SELECT
    USING (id IN (SELECT r.subject_id FROM inspection_return r));
CREATE POLICY reads_invited ON inspection_cohortmembership FOR SELECT
    USING (subject_id IN (SELECT r.subject_id FROM inspection_return r));
CREATE POLICY reads_invited ON inspection_round FOR SELECT
    USING (record_id IN (SELECT s.round_id FROM inspection_subject s));
CREATE POLICY reads_invited ON kernel_record FOR SELECT
    USING (id IN (SELECT o.record_id FROM inspection_round o));
"""

UNINVITED = """
DROP POLICY reads_invited ON kernel_record;
DROP POLICY reads_invited ON inspection_round;
DROP POLICY reads_invited ON inspection_cohortmembership;
DROP POLICY reads_invited ON inspection_subject;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0002_handling")]

    operations = [migrations.RunSQL(INVITED, UNINVITED)]
