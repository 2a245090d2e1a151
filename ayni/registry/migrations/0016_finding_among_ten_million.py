"""Two common words of a name are met without reading both of their lists, and areas know whom they registered.

Each row of the index of words is told with marks of the other words of its person: a bit for each, twice over by two
ways to number them. Who bears two words is then looked for along the shorter list alone, and nearly everybody who does not is
passed by without a look elsewhere. Nobody is lost by it: marks only say who cannot be meant.
"""

import importlib

from django.db import migrations, models

#: Of a person's words, all but the row's own.
BESIDES = "GROUPS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE GROUP"
whole = importlib.import_module("ayni.registry.migrations.0015_finding_in_every_script").whole

MARKS = """
CREATE FUNCTION registry_search_mark(word integer) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN 1::bigint << (word & 63);
CREATE FUNCTION registry_search_mark_too(word integer) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN 1::bigint << ((word::bigint * 2654435761 >> 16) & 63)::integer;

CREATE TABLE registry_searchmarked (
    word integer NOT NULL, position integer NOT NULL, person bigint NOT NULL,
    marks bigint NOT NULL, marks_too bigint NOT NULL
);
INSERT INTO registry_searchmarked
SELECT word, position, person, coalesce(bit_or(registry_search_mark(word)) OVER others, 0),
    coalesce(bit_or(registry_search_mark_too(word)) OVER others, 0)
FROM registry_searchentry WINDOW others AS (PARTITION BY person ORDER BY word {besides});
DROP TABLE registry_searchentry;
ALTER TABLE registry_searchmarked RENAME TO registry_searchentry;
ALTER TABLE registry_searchentry ADD CONSTRAINT registry_searchentry_once
    PRIMARY KEY (word, position, person) INCLUDE (marks, marks_too);
CREATE INDEX registry_searchentry_person ON registry_searchentry (person, word);
ALTER TABLE registry_searchentry ALTER word SET STATISTICS 1000;  -- the commonest names, each by itself
"""

PEOPLE = """
CREATE OR REPLACE FUNCTION registry_search_people(given bigint[]) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    lost integer[];
BEGIN
    PERFORM registry_search_words(ARRAY(
        SELECT DISTINCT w FROM registry_person p, registry_words({names}) w WHERE p.id = ANY (given)
        UNION
        SELECT w FROM registry_personname n, registry_words(n.given_name || ' ' || n.family_name) w
        WHERE n.person_id = ANY (given)
    ));
    WITH named AS (
        SELECT p.id AS person, w FROM registry_person p, registry_words({names}) w WHERE p.id = ANY (given)
        UNION
        SELECT n.person_id, w FROM registry_personname n, registry_words(n.given_name || ' ' || n.family_name) w
        WHERE n.person_id = ANY (given)
    ), placed AS (
        SELECT p.id AS person, a.position FROM registry_person p
        JOIN registry_searcharea a ON a.area = p.registered_in_id WHERE p.id = ANY (given)
        UNION
        SELECT m.person_id, a.position FROM registry_membership m JOIN registry_household h ON h.id = m.household_id
        JOIN registry_searcharea a ON a.area = h.area_id WHERE m.person_id = ANY (given)
    ), marked AS (
        SELECT named.person, w.id AS word, coalesce(bit_or(registry_search_mark(w.id)) OVER others, 0) AS marks,
            coalesce(bit_or(registry_search_mark_too(w.id)) OVER others, 0) AS marks_too
        FROM named JOIN registry_searchword w ON w.word = named.w
        WINDOW others AS (PARTITION BY named.person ORDER BY w.id {besides})
    ), wanted AS MATERIALIZED (
        SELECT m.word, coalesce(placed.position, 0) AS position, m.person, m.marks, m.marks_too
        FROM marked m LEFT JOIN placed ON placed.person = m.person
    ), gone AS (
        DELETE FROM registry_searchentry e WHERE e.person = ANY (given) AND NOT EXISTS (
            SELECT FROM wanted w WHERE w.word = e.word AND w.position = e.position AND w.person = e.person
        ) RETURNING e.word
    ), come AS (
        INSERT INTO registry_searchentry AS e (word, position, person, marks, marks_too)
        SELECT word, position, person, marks, marks_too FROM wanted
        ON CONFLICT (word, position, person) DO UPDATE SET marks = excluded.marks, marks_too = excluded.marks_too
        WHERE (e.marks, e.marks_too) <> (excluded.marks, excluded.marks_too)
    )
    SELECT array_agg(DISTINCT word) INTO lost FROM gone;
    IF lost IS NOT NULL THEN
        PERFORM registry_search_unused(lost);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION registry_search_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    given bigint[];
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE registry_searchentry, registry_searchplace, registry_searchsound, registry_searchword;
        PERFORM registry_search_named(ARRAY(SELECT id FROM directory_area));
        RETURN NULL;
    ELSIF TG_OP = 'INSERT' THEN
        IF (SELECT count(*) FROM added) >= {many} AND NOT EXISTS (SELECT FROM registry_searchentry) THEN
            -- The first, largest load: the index is built over its rows at once.
            ALTER TABLE registry_searchentry DROP CONSTRAINT registry_searchentry_once;
            DROP INDEX registry_searchentry_person;
            CREATE TEMPORARY TABLE searched ON COMMIT DROP AS
            SELECT w AS word, coalesce(a.position, 0) AS position, p.id AS person
            FROM added p LEFT JOIN registry_searcharea a ON a.area = p.registered_in_id, registry_words({names}) w;
            INSERT INTO registry_searchword (word) SELECT word FROM pg_temp.searched GROUP BY word ORDER BY count(*) DESC
            ON CONFLICT DO NOTHING;
            INSERT INTO registry_searchentry (word, position, person, marks, marks_too)
            SELECT w.id, s.position, s.person, coalesce(bit_or(registry_search_mark(w.id)) OVER others, 0),
                coalesce(bit_or(registry_search_mark_too(w.id)) OVER others, 0)
            FROM pg_temp.searched s JOIN registry_searchword w ON w.word = s.word
            WINDOW others AS (PARTITION BY s.person ORDER BY w.id {besides});
            DROP TABLE pg_temp.searched;
            ALTER TABLE registry_searchentry ADD CONSTRAINT registry_searchentry_once
                PRIMARY KEY (word, position, person) INCLUDE (marks, marks_too);
            CREATE INDEX registry_searchentry_person ON registry_searchentry (person, word);
            RETURN NULL;
        END IF;
        given := ARRAY(SELECT id FROM added);
    ELSIF TG_OP = 'DELETE' THEN
        given := ARRAY(SELECT id FROM removed);
    ELSE
        given := ARRAY(
            SELECT n.id FROM added n JOIN removed o ON o.id = n.id
            WHERE (n.given_name, n.family_name, n.given_name_latin, n.family_name_latin, n.registered_in_id)
                IS DISTINCT FROM (o.given_name, o.family_name, o.given_name_latin, o.family_name_latin, o.registered_in_id)
        );
    END IF;
    IF cardinality(given) > 0 THEN
        PERFORM registry_search_people(given);
    END IF;
    RETURN NULL;
END $$;
"""

ASKING = """
CREATE OR REPLACE FUNCTION registry_found(
    asked jsonb, places text[], on_day date, of_sex text, born_after date, born_before date, lives text,
    counted integer
) RETURNS TABLE (person bigint, rank integer) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan SET jit = off
SET max_parallel_workers_per_gather = 0 SET enable_bitmapscan = off SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    ordered CONSTANT integer := 200;  -- so many are put in the order of their names, living here first
    rare CONSTANT integer := 2000;  -- so many rows of one word are counted
    few CONSTANT integer := 300;  -- so many candidates are looked up whatever the other words are
    marked CONSTANT integer := 4;  -- so many words are looked for by marks
    narrowed CONSTANT text := CASE WHEN num_nulls(of_sex, born_after, born_before, lives) < 4 THEN $filter$
        JOIN registry_person p ON p.id = e.person AND ($2 IS NULL OR p.sex = $2)
            AND ($3 IS NULL OR p.born_to > $3) AND ($4 IS NULL OR p.born_from <= $4)
            AND CASE $5
                WHEN 'household' THEN EXISTS (
                    SELECT FROM registry_membership m WHERE m.person_id = p.id AND m.period @> $6)
                WHEN 'institution' THEN EXISTS (
                    SELECT FROM registry_residence m WHERE m.person_id = p.id AND m.period @> $6)
                WHEN 'dead' THEN p.died_on <= $6
                ELSE true END $filter$ ELSE '' END;
    los integer[];
    his integer[];
    words integer[];
    rows_of integer;
    fewest integer := rare;
    leader integer;
    deep integer;
    others text := '';
    spellings integer[];
    often integer[];
    shares real[];
    common integer[];
    seldom integer[];
    found bigint[] := '{{}}';
    graded integer[];
    is_all boolean;
    read integer;
BEGIN
    SELECT array_agg(s.lo ORDER BY s.lo), array_agg(s.hi ORDER BY s.lo) INTO los, his
    FROM registry_search_stretches(places) s WHERE s.lo IS NOT NULL;
    IF los IS NULL THEN
        RETURN;
    END IF;
    IF jsonb_array_length(asked) = 0 THEN  -- whoever lives there
        EXECUTE format('
            SELECT array_agg(DISTINCT person) FROM (
                SELECT e.person FROM (
                    SELECT m.person_id AS person FROM unnest($7, $8) s (lo, hi)
                    JOIN registry_searcharea a ON a.position BETWEEN s.lo AND s.hi
                    JOIN registry_household h ON h.area_id = a.area
                    JOIN registry_membership m ON m.household_id = h.id AND m.period @> $6
                ) e %s LIMIT $1
            ) e', narrowed)
        INTO found USING counted, of_sex, born_after, born_before, lives, on_day, los, his;
    ELSIF jsonb_array_length(asked) = 1 THEN
        EXECUTE format('
            SELECT array_agg(person ORDER BY rank, position, person), array_agg(rank ORDER BY rank, position, person)
            FROM (
                SELECT person, min(rank) AS rank, min(position) AS position FROM (
                    SELECT e.person, e.position, u.rank FROM (
                        SELECT w::integer AS word, r::integer AS rank, s.lo, s.hi FROM ROWS FROM (
                            jsonb_array_elements_text($7 -> 0 -> ''words''), jsonb_array_elements_text($7 -> 0 -> ''ranks'')
                        ) WITH ORDINALITY t (w, r, n), unnest($8, $9) s (lo, hi) ORDER BY n, s.lo
                    ) u, LATERAL (
                        SELECT e.person, e.position FROM registry_searchentry e %s
                        WHERE e.word = u.word AND e.position BETWEEN u.lo AND u.hi LIMIT $1
                    ) e LIMIT 4 * $1
                ) e GROUP BY person ORDER BY 2, 3, 1 LIMIT $1
            ) e', narrowed)
        INTO found, graded USING counted, of_sex, born_after, born_before, lives, on_day, asked, los, his;
    ELSE
        -- The word with the fewest rows leads: counted while they are few, else as the statistics tell.
        FOR place IN 0 .. jsonb_array_length(asked) - 1 LOOP
            spellings := ARRAY(SELECT w::integer FROM jsonb_array_elements_text(asked -> place -> 'words') w);
            SELECT count(*) INTO rows_of FROM (
                SELECT FROM unnest(los, his) s (lo, hi), unnest(spellings) w, LATERAL (
                    SELECT FROM registry_searchentry e WHERE e.word = w AND e.position BETWEEN s.lo AND s.hi LIMIT fewest
                ) e LIMIT fewest
            ) e;
            IF leader IS NULL OR rows_of < fewest THEN
                leader := place;
                fewest := rows_of;
            END IF;
        END LOOP;
        IF fewest = 0 THEN
            RETURN;
        END IF;
        IF fewest >= few THEN
            SELECT most_common_vals::text::integer[], most_common_freqs INTO often, shares FROM pg_stats
            WHERE schemaname = 'public' AND tablename = 'registry_searchentry' AND attname = 'word';
        END IF;
        IF fewest = rare THEN
            SELECT n - 1 INTO leader FROM jsonb_array_elements(asked) WITH ORDINALITY a (said, n), LATERAL (
                SELECT sum(share) AS share FROM unnest(often, shares) o (word, share)
                WHERE o.word IN (SELECT w::integer FROM jsonb_array_elements_text(said -> 'words') w)
            ) o ORDER BY share NULLS FIRST, n LIMIT 1;
        END IF;
        words := ARRAY(SELECT w::integer FROM jsonb_array_elements_text(asked -> leader -> 'words') w);
        FOR place IN 0 .. jsonb_array_length(asked) - 1 LOOP
            spellings := ARRAY(SELECT w::integer FROM jsonb_array_elements_text(asked -> place -> 'words') w);
            CONTINUE WHEN place = leader OR spellings @> words;
            common := spellings;
            seldom := '{{}}';
            IF cardinality(spellings) > 2 AND often IS NOT NULL THEN
                -- Marks tell little of many words: they are for the commonest, and the rows of the others are read.
                common := ARRAY(
                    SELECT o.word FROM unnest(often, shares) o (word, share) WHERE o.word = ANY (spellings)
                    ORDER BY share DESC LIMIT marked
                );
                seldom := ARRAY(SELECT w FROM unnest(spellings) w WHERE w <> ALL (common));
            END IF;
            others := others || format(
                ' AND CASE WHEN %s (e.marks & %L::bigint) <> 0 AND (e.marks_too & %L::bigint) <> 0 AND (
                    SELECT true FROM registry_searchentry o WHERE o.person = e.person AND o.word + 0 = ANY (%L::integer[])
                    LIMIT 1) THEN true ELSE %s END',
                CASE WHEN spellings && words THEN format('e.word = ANY (%L::integer[]) THEN true WHEN', spellings) END,
                (SELECT coalesce(bit_or(registry_search_mark(w)), 0) FROM unnest(common) w),
                (SELECT coalesce(bit_or(registry_search_mark_too(w)), 0) FROM unnest(common) w), common,
                CASE WHEN cardinality(seldom) = 0 THEN 'false' ELSE format(
                    'e.person IN (SELECT o.person FROM unnest($7, $8) s (lo, hi) JOIN registry_searchentry o
                        ON o.word = ANY (%L::integer[]) AND o.position BETWEEN s.lo AND s.hi)', seldom) END
            );
        END LOOP;
        deep := counted + counted / 4;  -- rows: a person may have several
        LOOP
            EXECUTE format('
                SELECT array_agg(DISTINCT person), count(*) FROM (
                    SELECT e.person FROM unnest($7, $8) s (lo, hi)
                    JOIN registry_searchentry e ON e.word = ANY ($9) AND e.position BETWEEN s.lo AND s.hi %s
                    WHERE true %s LIMIT $1
                ) e', narrowed, others)
            INTO found, read USING deep, of_sex, born_after, born_before, lives, on_day, los, his, words;
            EXIT WHEN read < deep OR cardinality(found) >= counted;
            deep := deep * 8;
        END LOOP;
    END IF;
    found := ARRAY(SELECT unnest(found) LIMIT counted);
    IF graded IS NULL AND jsonb_array_length(asked) > 1 THEN
        WITH told AS (
            SELECT n, w::integer AS word, min(r::integer) AS rank
            FROM jsonb_array_elements(asked) WITH ORDINALITY a (said, n), ROWS FROM (
                jsonb_array_elements_text(said -> 'words'), jsonb_array_elements_text(said -> 'ranks')) t (w, r)
            GROUP BY n, w
        ), heard AS (
            SELECT b.person, sum(b.best)::integer AS rank FROM (
                SELECT e.person, told.n, min(told.rank) AS best FROM unnest(found) c (person)
                JOIN registry_searchentry e ON e.person = c.person JOIN told ON told.word = e.word GROUP BY 1, 2
            ) b GROUP BY 1
        )
        SELECT array_agg(heard.person ORDER BY heard.rank, heard.person),
            array_agg(heard.rank ORDER BY heard.rank, heard.person) INTO found, graded FROM heard;
    END IF;
    IF cardinality(found) > ordered THEN  -- nobody reads so many in the order of their names
        RETURN QUERY SELECT f.person, coalesce(f.rank, 0) FROM unnest(found, graded) WITH ORDINALITY f (person, rank, n)
        ORDER BY f.n;
        RETURN;
    END IF;
    is_all := his[1] = 2147483647;
    RETURN QUERY
    SELECT f.person, coalesce(f.rank, 0) FROM unnest(found, graded) f (person, rank)
    JOIN registry_person p ON p.id = f.person
    ORDER BY 2, p.died_on IS NOT NULL, NOT (is_all OR EXISTS (
        SELECT FROM registry_membership m JOIN registry_household h ON h.id = m.household_id
        JOIN registry_searcharea a ON a.area = h.area_id JOIN unnest(los, his) s (lo, hi) ON a.position BETWEEN s.lo AND s.hi
        WHERE m.person_id = p.id AND m.period @> on_day
    )), p.given_name, p.family_name, p.id;
END $$;
"""

#: After a large load; the commonest names are among what the planner should know.
ANALYSED = """
CREATE OR REPLACE FUNCTION registry_analyse() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    -- Looking through the answers' documents would take longer than it helps.
    ANALYZE registry_household, registry_person, registry_membership, registry_kinship, registry_searchentry (word),
        registry_householdfacts (household_id, observed_on), registry_personfacts (person_id, observed_on);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0015_finding_in_every_script")]
    operations = [
        *(
            migrations.RunSQL(whole(statement.replace("{besides}", BESIDES)))
            for statement in (MARKS, PEOPLE, ASKING, ANALYSED)
        ),
        migrations.AddIndex(
            model_name="person", index=models.Index(fields=["registered_in"], name="person_registered_in")
        ),
    ]
