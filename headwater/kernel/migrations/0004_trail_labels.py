"""Let a row of the trail be read by a purpose whatever its label says, so that tampering is named.

A label outside the known ones made every reading of the trail fail, its own proof among them.
"""

from django.db import migrations

FORWARD = """
ALTER POLICY reads ON kernel_event USING (
    CASE WHEN label_id IS NULL
        THEN (SELECT hw.reader()) LIKE 'purpose:%' OR actor = (SELECT hw.reader())
    WHEN (SELECT hw.reader()) LIKE 'purpose:%' THEN true
    ELSE substring((SELECT hw.bits()) FROM least(label_id, 2147483646) + 1 FOR 1) = B'1' END
);
ALTER POLICY reads ON kernel_detail USING (
    EXISTS (SELECT FROM kernel_event e
            WHERE e.id = event_id
            AND CASE WHEN e.label_id IS NULL
                THEN (SELECT hw.reader()) LIKE 'purpose:%' OR e.actor = (SELECT hw.reader())
            WHEN (SELECT hw.reader()) LIKE 'purpose:%' THEN true
            ELSE substring((SELECT hw.bits()) FROM least(e.label_id, 2147483646) + 1 FOR 1) = B'1'
            END)
);
"""

BACKWARD = """
ALTER POLICY reads ON kernel_detail USING (
    EXISTS (SELECT FROM kernel_event e
            WHERE e.id = event_id
            AND CASE WHEN e.label_id IS NOT NULL
                THEN get_bit((SELECT hw.bits()), e.label_id) = 1
                ELSE (SELECT hw.reader()) LIKE 'purpose:%'
                     OR e.actor = (SELECT hw.reader()) END)
);
ALTER POLICY reads ON kernel_event USING (
    CASE WHEN label_id IS NOT NULL THEN get_bit((SELECT hw.bits()), label_id) = 1
    ELSE (SELECT hw.reader()) LIKE 'purpose:%' OR actor = (SELECT hw.reader()) END
);
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_trail_view")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
