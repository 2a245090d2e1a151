"""The chains are the database's own: the application neither writes nor reads them but through these."""

from django.db import migrations

READING = """
CREATE FUNCTION audit_heads() RETURNS TABLE (chain smallint, number bigint, digest text) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.chain, c.number, encode(c.digest, 'hex') FROM public.audit_chain c ORDER BY c.chain
$$;

CREATE FUNCTION audit_digests(chains smallint[], numbers bigint[])
    RETURNS TABLE (chain smallint, number bigint, digest text) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT l.chain, l.number, encode(l.digest, 'hex')
    FROM unnest(chains, numbers) AS asked(chain, number)
    JOIN public.audit_link l ON l.chain = asked.chain AND l.number = asked.number
$$;
"""
BACK = "DROP FUNCTION audit_heads(); DROP FUNCTION audit_digests(smallint[], bigint[]);"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chains_and_months")]

    operations = [migrations.RunSQL(READING, BACK)]
