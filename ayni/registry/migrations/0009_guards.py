"""What the application asks of the owner of the tables for its largest loads: guards off empty tables, and on again."""

from django.db import migrations

GUARDS = """
CREATE TABLE registry_guard (position serial, statement text NOT NULL);

CREATE FUNCTION registry_guards_off(tables text[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    wanted regclass[] := ARRAY(SELECT name::regclass FROM unnest(tables) name WHERE name ~ '^registry_[a-z]+$');
    one regclass;
    guard record;
    is_filled boolean;
    taken integer := 0;
BEGIN
    FOREACH one IN ARRAY wanted LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one) INTO is_filled;
        IF is_filled THEN
            RETURN 0;
        END IF;
    END LOOP;
    SET CONSTRAINTS ALL IMMEDIATE;
    FOR guard IN
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS off,
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS put,
            contype::text AS kind
        FROM pg_constraint
        WHERE conrelid = ANY (wanted) AND (contype = 'x' OR contype = 'f' AND confrelid = ANY (wanted))
        UNION ALL
        SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid), 'i'
        FROM pg_index
        WHERE indrelid = ANY (wanted) AND NOT indisunique
            AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
        ORDER BY 3, 2
    LOOP
        EXECUTE guard.off;
        INSERT INTO registry_guard (statement) VALUES (guard.put);
        taken := taken + 1;
    END LOOP;
    RETURN taken;
END $$;

CREATE FUNCTION registry_guards_on() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    guard record;
BEGIN
    SET CONSTRAINTS ALL IMMEDIATE;  -- a table with checks still waiting cannot be altered
    FOR guard IN SELECT * FROM registry_guard ORDER BY position LOOP
        EXECUTE guard.statement;
    END LOOP;
    DELETE FROM registry_guard;
END $$;

CREATE FUNCTION registry_analyse() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    -- What the planner should know; looking through the answers' documents would take longer than it helps.
    ANALYZE registry_household, registry_person, registry_membership, registry_kinship,
        registry_householdfacts (household_id, observed_on), registry_personfacts (person_id, observed_on);
END $$;
"""
GONE = """
DROP FUNCTION registry_analyse(); DROP FUNCTION registry_guards_on(); DROP FUNCTION registry_guards_off(text[]);
DROP TABLE registry_guard;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_registered_in")]
    operations = [migrations.RunSQL(GUARDS, GONE)]
