"""The scope of whoever acts, as the database's policies read it."""

from django.db import migrations

#: What the session's setting tells when its signature is ours and it was made for this connection; else null.
SCOPE = """
CREATE TABLE access_seal (inner_pad bytea NOT NULL, outer_pad bytea NOT NULL, stands bytea NOT NULL);
CREATE FUNCTION ayni_scope() RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    given text := current_setting('ayni.scope', true);
    told text := substr(given, 66);
    scope jsonb;
BEGIN
    IF given IS NULL OR length(given) < 67 THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (
        SELECT FROM public.access_seal
        WHERE left(given, 64) = encode(sha256(outer_pad || sha256(inner_pad || convert_to(told, 'UTF8'))), 'hex')
    ) THEN
        RETURN NULL;
    END IF;
    scope := told::jsonb;
    RETURN CASE WHEN (scope ->> 'backend')::int = pg_backend_pid() THEN scope END;
END $$;

CREATE FUNCTION ayni_stands(digest bytea) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM public.access_seal WHERE stands = digest)
$$;

CREATE FUNCTION ayni_paths(kind text) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(DISTINCT pair ->> 0), '{}')
    FROM jsonb_array_elements(coalesce(ayni_scope() -> kind, '[]')) pair
$$;
CREATE FUNCTION ayni_everywhere(kind text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT '/' = ANY (ayni_paths(kind))
$$;
CREATE FUNCTION ayni_paths_of_all(kind text) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(DISTINCT pair ->> 0), '{}')
    FROM jsonb_array_elements(coalesce(ayni_scope() -> kind, '[]')) pair WHERE pair ->> 1 IS NULL
$$;
CREATE FUNCTION ayni_all(kind text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT '/' = ANY (ayni_paths_of_all(kind))
$$;
CREATE FUNCTION ayni_pairs(kind text) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg((pair ->> 1) || ':' || (pair ->> 0)), '{}')
    FROM jsonb_array_elements(coalesce(ayni_scope() -> kind, '[]')) pair WHERE pair ->> 1 IS NOT NULL
$$;
CREATE FUNCTION ayni_user() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (ayni_scope() ->> 'user')::bigint
$$;
"""
GONE = """
DROP FUNCTION ayni_user(); DROP FUNCTION ayni_pairs(text); DROP FUNCTION ayni_all(text);
DROP FUNCTION ayni_paths_of_all(text); DROP FUNCTION ayni_everywhere(text); DROP FUNCTION ayni_paths(text);
DROP FUNCTION ayni_stands(bytea); DROP FUNCTION ayni_scope(); DROP TABLE access_seal;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_roles_and_institutions")]
    operations = [migrations.RunSQL(SCOPE, GONE)]
