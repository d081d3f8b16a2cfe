"""Let a statement meet a row that was given a label after the statement began.

A policy tests the row's bit in a map of the labels known at the start of the statement. An update
that waits for another's relabelling then meets the new label, beyond the map's end, and failed.
Now the map goes on with labels that nobody holds yet: the row is passed over as unseen.
"""

from django.db import migrations

BITS = """
CREATE OR REPLACE FUNCTION hw.bits() RETURNS bit varying
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(
        string_agg(CASE WHEN s.id IS NULL THEN '0' ELSE '1' END, '' ORDER BY n), '0'
    )::bit varying{more}
    FROM generate_series(0, (SELECT coalesce(max(id), 0) FROM kernel_label)) AS n
    LEFT JOIN hw.seen_labels() AS s(id) ON s.id = n
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_trail_labels")]

    operations = [
        migrations.RunSQL(BITS.format(more=" || 0::bit(4096)"), BITS.format(more="")),
    ]
