"""Whose household was paid by which programme: what hangs on taking two records for one person."""

#: Within a year. {people} stands for the statement that lists their keys.
PAID = """
    SELECT m.person_id, p.code AS programme, p.titles, true AS is_paid FROM benefits_paymentline l
    JOIN benefits_paymentcycle c ON c.id = l.cycle_id JOIN programmes_programme p ON p.id = c.programme_id
    JOIN registry_membership m ON m.household_id = l.household_id AND m.kind = 'usual' AND upper_inf(m.period)
    WHERE m.person_id IN ({people}) AND l.status IN ('sent', 'paid') AND l.period_from > current_date - 400
"""
