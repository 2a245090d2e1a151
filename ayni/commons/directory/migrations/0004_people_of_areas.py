"""Counting and moving the people of areas that are merged or divided, whom the officer who does it may not see.

The functions belong to the owner of the tables, show numbers and points and no person, and ask for the scope `places`.
They name the registry's tables; where there is none yet they find nobody.
"""

from django.db import migrations

PEOPLE = """
CREATE FUNCTION directory_check() RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF cardinality(ayni_paths('places')) = 0 THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody acts who may count or move the people of areas';
    END IF;
END $$;

CREATE FUNCTION directory_people(areas bigint[], OUT households bigint, OUT persons bigint) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM public.directory_check();
    SELECT count(*) INTO households FROM public.registry_household WHERE area_id = ANY (areas) AND closed_on IS NULL;
    SELECT count(*) INTO persons FROM public.registry_household h
    JOIN public.registry_membership m ON m.household_id = h.id AND upper_inf(m.period)
    WHERE h.area_id = ANY (areas) AND h.closed_on IS NULL;
END $$;

CREATE FUNCTION directory_hanging(areas bigint[]) RETURNS TABLE (area bigint, households bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM public.directory_check();
    RETURN QUERY SELECT h.area_id, count(*) FROM public.registry_household h WHERE h.area_id = ANY (areas) GROUP BY 1;
END $$;

CREATE FUNCTION directory_points(given bigint, after bigint, most integer)
RETURNS TABLE (household bigint, longitude double precision, latitude double precision) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM public.directory_check();
    RETURN QUERY
    SELECT h.id, d.longitude, d.latitude FROM public.registry_household h
    JOIN public.registry_dwelling d ON d.household_id = h.id AND upper_inf(d.period) AND d.latitude IS NOT NULL
    WHERE h.area_id = given AND h.id > after ORDER BY h.id LIMIT most;
END $$;

CREATE FUNCTION directory_move(sources bigint[], target bigint) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    moved bigint;
BEGIN
    PERFORM public.directory_check();
    UPDATE public.registry_household SET area_id = target WHERE area_id = ANY (sources);
    GET DIAGNOSTICS moved = ROW_COUNT;
    UPDATE public.registry_person SET registered_in_id = target WHERE registered_in_id = ANY (sources);
    UPDATE public.registry_dwelling SET area_id = target WHERE area_id = ANY (sources) AND upper_inf(period);
    RETURN moved;
END $$;

CREATE FUNCTION directory_place(given bigint, homes bigint[], targets bigint[]) RETURNS bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    moved bigint;
BEGIN
    PERFORM public.directory_check();
    UPDATE public.registry_household h SET area_id = put.target
    FROM unnest(homes, targets) put (home, target) WHERE h.id = put.home AND h.area_id = given;
    GET DIAGNOSTICS moved = ROW_COUNT;
    UPDATE public.registry_dwelling d SET area_id = put.target
    FROM unnest(homes, targets) put (home, target)
    WHERE d.household_id = put.home AND d.area_id = given AND upper_inf(d.period);
    UPDATE public.registry_person p SET registered_in_id = put.target
    FROM unnest(homes, targets) put (home, target) JOIN public.registry_membership m ON m.household_id = put.home
    WHERE p.id = m.person_id AND p.registered_in_id = given AND upper_inf(m.period);
    RETURN moved;
END $$;
"""
GONE = """
DROP FUNCTION directory_place(bigint, bigint[], bigint[]); DROP FUNCTION directory_move(bigint[], bigint);
DROP FUNCTION directory_points(bigint, bigint, integer); DROP FUNCTION directory_hanging(bigint[]);
DROP FUNCTION directory_people(bigint[]); DROP FUNCTION directory_check();
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_changes_and_places"), ("access", "0003_scope")]
    operations = [migrations.RunSQL(PEOPLE, GONE)]
