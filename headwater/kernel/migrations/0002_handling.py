"""The reader's check, row-level security on marked tables, and the append-only trail."""

from django.db import migrations

from headwater.kernel.handling.schema import AppendOnly, Protect

READER = """
CREATE SCHEMA hw;

CREATE TABLE hw.secret (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL
);

-- The functions that tell who reads are safe in parallel plans: a worker has the same settings,
-- token and moment of the transaction as its leader.

-- HMAC-SHA256 of a message; only the functions below may call it.
CREATE FUNCTION hw.signature(message text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(sha256(outer_pad || sha256(inner_pad || convert_to(message, 'UTF8'))), 'hex')
    FROM hw.secret
$$;

-- The reader whom the present transaction's token names; an error when there is none.
CREATE FUNCTION hw.reader() RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := coalesce(current_setting('headwater.token', true), '');
    message text := split_part(token, '~', 1) || '~' || split_part(token, '~', 2);
BEGIN
    IF token = '' THEN
        RAISE EXCEPTION 'No reader is named for this transaction' USING ERRCODE = '42501';
    END IF;
    IF hw.signature(message) IS DISTINCT FROM split_part(token, '~', 3) THEN
        RAISE EXCEPTION 'The reader''s token is not ours' USING ERRCODE = '42501';
    END IF;
    IF split_part(token, '~', 2)::bigint < extract(epoch FROM now()) THEN
        RAISE EXCEPTION 'The reader''s token has expired' USING ERRCODE = '42501';
    END IF;
    RETURN split_part(token, '~', 1);
END $$;

-- A token for a purpose, for definer functions that must act beyond the reader; nobody else's.
CREATE FUNCTION hw.purpose_token(purpose text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.message || '~' || hw.signature(m.message)
    FROM (SELECT 'purpose:' || purpose || '~' || (extract(epoch FROM now())::bigint + 60)) m(message)
$$;

-- The public reads and never writes.
CREATE FUNCTION hw.may_write() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
    SELECT hw.reader() <> 'public:'
$$;

-- The labels of which the reader holds a route today (Europe/London).
CREATE FUNCTION hw.seen_labels() RETURNS SETOF integer
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    reader text := hw.reader();
    kind text := split_part(reader, ':', 1);
    number bigint;
    today date := (now() AT TIME ZONE 'Europe/London')::date;
    bodies bigint[];
    groups bigint[];
BEGIN
    IF kind = 'purpose' THEN
        RETURN QUERY SELECT id FROM kernel_label;
        RETURN;
    END IF;
    IF kind = 'public' THEN
        RETURN QUERY SELECT id FROM kernel_label WHERE is_public;
        RETURN;
    END IF;
    number := split_part(reader, ':', 2)::bigint;
    IF kind = 'link' THEN
        RETURN QUERY SELECT l.id FROM kernel_label l WHERE l.is_public OR l.id IN (
            SELECT k.label_id FROM kernel_link k WHERE k.id = number
            AND k.withdrawn_at IS NULL AND k.expires_at > now()
            AND (k.used_at IS NULL OR k.used_at = now()));
        RETURN;
    END IF;
    IF kind <> 'person' OR NOT EXISTS (
        SELECT FROM kernel_person p WHERE p.id = number AND p.is_active
    ) THEN
        RETURN QUERY SELECT id FROM kernel_label WHERE is_public;
        RETURN;
    END IF;
    bodies := ARRAY(SELECT m.organisation_id FROM kernel_membership m
                    WHERE m.person_id = number AND m.period @> today);
    groups := ARRAY(SELECT t.team_id FROM kernel_teammember t
                    WHERE t.person_id = number AND t.period @> today);
    RETURN QUERY SELECT l.id FROM kernel_label l
        WHERE l.is_public OR l.is_open OR l.person_id = number
        OR l.organisation_id = ANY (bodies) OR l.team_id = ANY (groups)
        OR (l.area_id IS NOT NULL AND EXISTS (
            SELECT FROM kernel_membership m
            JOIN kernel_area mine ON mine.id = m.area_id
            JOIN kernel_area its ON its.id = l.area_id
            WHERE m.person_id = number AND m.period @> today
            AND its.low BETWEEN mine.low AND mine.high));
END $$;

-- The same as a bitmap, so that a policy tests one bit for each row.
CREATE FUNCTION hw.bits() RETURNS bit varying
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(
        string_agg(CASE WHEN s.id IS NULL THEN '0' ELSE '1' END, '' ORDER BY n), '0'
    )::bit varying
    FROM generate_series(0, (SELECT coalesce(max(id), 0) FROM kernel_label)) AS n
    LEFT JOIN hw.seen_labels() AS s(id) ON s.id = n
$$;

-- A child takes the label of its parent: hw.carry_label(parent table, its column here, parent key).
CREATE FUNCTION hw.carry_label() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SELECT label_id FROM %I WHERE %I = ($1).%I', TG_ARGV[0], TG_ARGV[2], TG_ARGV[1])
        INTO STRICT NEW.label_id USING NEW;
    RETURN NEW;
END $$;

-- A parent's new label goes to its children: hw.push_label(child table, its column, parent key).
CREATE FUNCTION hw.push_label() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('UPDATE %I SET label_id = $1.label_id WHERE %I = ($1).%I',
                   TG_ARGV[0], TG_ARGV[1], TG_ARGV[2]) USING NEW;
    RETURN NULL;
END $$;

-- Rows added in bulk bring their label with them; one that differs from its parent's is refused.
-- Each parent is looked up once by its key: a join would be planned by the policy's guessed
-- selectivity, which is wrong by a factor of two hundred.
CREATE FUNCTION hw.check_labels() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    differs boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM (SELECT DISTINCT a.%1$I AS parent, a.label_id'
                   ' FROM added a) d WHERE d.label_id IS DISTINCT FROM'
                   ' (SELECT p.label_id FROM %2$I p WHERE p.%3$I = d.parent))',
                   TG_ARGV[1], TG_ARGV[0], TG_ARGV[2]) INTO differs;
    IF differs THEN
        RAISE EXCEPTION 'A row of % does not carry its parent''s label', TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION hw.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The rows of % are kept as they were written', TG_TABLE_NAME
        USING ERRCODE = '42501';
END $$;

-- Write one event of the trail with its facts, in the name of the signed reader.
CREATE FUNCTION hw.note(
    name text, record text, kind text, actor text, label integer,
    digest text, salt text, facts text
) RETURNS void LANGUAGE sql AS $$
    WITH event AS (SELECT nextval(pg_get_serial_sequence('kernel_event', 'id')) AS id),
    written AS (
        INSERT INTO kernel_event (id, at, name, record, kind, actor, label_id, digest)
        SELECT id, clock_timestamp(), $1, $2, $3, $4, $5, $6 FROM event
    )
    INSERT INTO kernel_detail (event_id, salt, facts) SELECT id, $7, $8::jsonb FROM event
$$;
"""

TRAIL = """
ALTER TABLE kernel_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE kernel_event FORCE ROW LEVEL SECURITY;
-- One's own events, those of records one may see, and those that concern no record.
CREATE POLICY reads ON kernel_event FOR SELECT USING (
    CASE WHEN label_id IS NOT NULL THEN get_bit((SELECT hw.bits()), label_id) = 1
    ELSE (SELECT hw.reader()) LIKE 'purpose:%' OR actor = (SELECT hw.reader()) END
);
CREATE POLICY adds ON kernel_event FOR INSERT WITH CHECK (actor = (SELECT hw.reader()));
ALTER TABLE kernel_detail ENABLE ROW LEVEL SECURITY;
ALTER TABLE kernel_detail FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON kernel_detail FOR SELECT USING (
    EXISTS (SELECT FROM kernel_event e WHERE e.id = event_id)
);
CREATE POLICY adds ON kernel_detail FOR INSERT WITH CHECK (true);
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.RunSQL(READER, "DROP SCHEMA hw CASCADE"),
        migrations.RunSQL(TRAIL, migrations.RunSQL.noop),
        AppendOnly("kernel_event"),
        AppendOnly("kernel_detail"),
        AppendOnly("kernel_seal"),
        AppendOnly("kernel_sealedrow"),
        AppendOnly("kernel_decision", columns=("question", "options", "outcome", "reason")),
        Protect("kernel_record"),
        Protect("kernel_action", parent="kernel_record", via="record_id"),
        Protect("kernel_body", parent="kernel_record", via="record_id"),
        Protect("kernel_meeting", parent="kernel_record", via="record_id"),
        Protect("kernel_agendaitem", parent="kernel_meeting", via="meeting_id"),
        Protect("kernel_decision", parent="kernel_meeting", via="meeting_id"),
    ]
