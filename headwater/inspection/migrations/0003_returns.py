"""A body reads the round that asks for its return, though it is not of the round's team.

Whoever sees a return sees the subject and cohort it is for, and the round that it answers; nothing
else of the round, because visits, ratings and judgements carry labels of their own. Files waiting
to be imported are closed to all but their sender, and rows made in bulk get random references.
"""

from django.db import migrations

from headwater.kernel.handling.schema import Protect

# PostgreSQL tries policies in the reverse order of their names: so called, these are tried after
# "reads", whose one bit spares members of the team the look-up of returns.
# Whoever holds the row's own label never pays for the second look: PostgreSQL joins policies in
# the reverse order of their names, and CASE keeps the order within one.
INVITED = "".join(
    f"""
CREATE POLICY invited ON {table} FOR SELECT USING (
    CASE WHEN get_bit((SELECT hw.bits()), label_id) = 1 THEN false ELSE {seen} END);
"""
    for table, seen in (
        (
            "inspection_subject",
            "id IN (SELECT r.subject_id FROM inspection_return r)",
        ),
        (
            "inspection_cohortmembership",
            "subject_id IN (SELECT r.subject_id FROM inspection_return r)",
        ),
        (
            "inspection_round",
            "record_id IN (SELECT s.round_id FROM inspection_subject s)",
        ),
        (
            "kernel_record",
            "id IN (SELECT o.record_id FROM inspection_round o)",
        ),
    )
)

UNINVITED = """
DROP POLICY invited ON kernel_record;
DROP POLICY invited ON inspection_round;
DROP POLICY invited ON inspection_cohortmembership;
DROP POLICY invited ON inspection_subject;
"""

# Ten signs of the alphabet of headwater.kernel.people, each from two random bytes; the bytes of a
# version 4 UUID that are not random (RFC 9562, 5.4: 6 and 8) are left out.
REFERENCE = """
CREATE FUNCTION hw.new_reference() RETURNS text LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT string_agg(substr('23456789abcdefghjkmnpqrstvwxyz',
        1 + (get_byte(r.bytes, p.at) * 256 + get_byte(r.bytes, p.at + 1)) % 30, 1), '')
    FROM (SELECT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS bytes) AS r,
        unnest(ARRAY[0, 2, 4, 9, 11, 13, 16, 18, 20, 25]) AS p(at)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0002_handling")]

    operations = [
        migrations.RunSQL(INVITED, UNINVITED),
        migrations.RunSQL(REFERENCE, "DROP FUNCTION hw.new_reference"),
        Protect("inspection_import"),
    ]
