"""Which programmes people receive: what hangs on taking two records for one person."""

#: {people} stands for the statement that lists their keys.
RECEIVES = """
    SELECT e.person_id, p.code AS programme, p.titles, false AS is_paid FROM enrolment_enrolment e
    JOIN programmes_programme p ON p.id = e.programme_id
    WHERE e.person_id IN ({people}) AND e.status <> 'exited'
    UNION ALL
    SELECT m.person_id, p.code, p.titles, false FROM enrolment_enrolment e
    JOIN programmes_programme p ON p.id = e.programme_id
    JOIN registry_membership m ON m.household_id = e.household_id AND m.kind = 'usual' AND upper_inf(m.period)
    WHERE e.person_id IS NULL AND m.person_id IN ({people}) AND e.status <> 'exited'
"""
