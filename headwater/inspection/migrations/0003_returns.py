"""A body reads the round that asks for its return, though it is not of the round's team.

Whoever sees a return sees the subject and cohort it is for, and the round that it answers; nothing
else of the round, because visits, ratings and judgements carry labels of their own. Files waiting
to be imported are closed to all but their sender, and rows made in bulk get random references.
"""

from django.db import migrations

from headwater.kernel.handling.schema import Protect

# What asks the reader for a return. As functions, because a policy that looks into other tables
# brings their policies along, and planning them all took longer than running the statement. They
# read in the reader's own name (row security is forced on the tables' owner too), by the labels of
# bodies: the anonymous returns of a reconstruction, of which there may be many, invite nobody.
ASKING = """
CREATE FUNCTION hw.invited_subjects() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT r.subject_id FROM inspection_return r WHERE r.label_id = ANY (ARRAY(
        SELECT l.id FROM hw.seen_labels() AS seen(id) JOIN kernel_label l ON l.id = seen.id
        WHERE l.organisation_id IS NOT NULL));
END $$;

CREATE FUNCTION hw.invited_rounds() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT DISTINCT s.round_id FROM inspection_subject s
        WHERE s.id = ANY (ARRAY(SELECT hw.invited_subjects()));
END $$;
"""

# Whoever holds the row's own label never pays for the second look: PostgreSQL joins policies in
# the reverse order of their names, and CASE keeps the order within one.
INVITED = "".join(
    f"""
CREATE POLICY invited ON {table} FOR SELECT USING (
    CASE WHEN get_bit((SELECT hw.bits()), label_id) = 1 THEN false ELSE {seen} END);
"""
    for table, seen in (
        ("inspection_subject", "id IN (SELECT hw.invited_subjects())"),
        ("inspection_cohortmembership", "subject_id IN (SELECT hw.invited_subjects())"),
        ("inspection_round", "record_id IN (SELECT hw.invited_rounds())"),
        ("kernel_record", "id IN (SELECT hw.invited_rounds())"),
    )
)

UNINVITED = """
DROP POLICY invited ON kernel_record;
DROP POLICY invited ON inspection_round;
DROP POLICY invited ON inspection_cohortmembership;
DROP POLICY invited ON inspection_subject;
DROP FUNCTION hw.invited_subjects, hw.invited_rounds;
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
        migrations.RunSQL(ASKING + INVITED, UNINVITED),
        migrations.RunSQL(REFERENCE, "DROP FUNCTION hw.new_reference"),
        Protect("inspection_import"),
    ]
