"""Each programme over the columns that the SQL written by hand has judged: what holds, what is paid, what is asked."""

from __future__ import annotations

from benchmarks.nation.answers import Programme

PERSON = (
    Programme(
        "child-grant",
        {"young-child": "young", "not-rich": "not_rich", "no-car": "no_car"},
        "CASE WHEN NOT turned_1 THEN 400 WHEN turned_1 THEN 300 END",
        {
            "household.car": "car IS NULL",
            "person.born": "turned_5 IS NULL OR turned_1 IS NULL",
            "score.pmt": "score_pmt IS NULL",
        },
    ),
    Programme(
        "disability-allowance",
        {"disability": "disability", "below-pension-age": "NOT turned_65", "not-employed": "idle"},
        "CASE WHEN severe THEN 900 WHEN NOT severe THEN 700 END",
        {
            "person.activity": "idle IS NULL AND activity IS NULL",
            "person.blind": "severe IS NULL AND blind IS NULL",
            "person.born": "turned_65 IS NULL OR (idle IS NULL AND turned_15 IS NULL)",
            "person.disability": "disability IS NULL",
            "person.mental": "severe IS NULL AND mental IS NULL",
        },
    ),
    Programme(
        "old-age-pension",
        {"old-age": "turned_65", "earns-little": "earns_little"},
        "CASE WHEN turned_80 THEN 1100 WHEN NOT turned_80 THEN 900 END",
        {
            "person.activity": "earns_little IS NULL AND activity IS NULL",
            "person.born": "turned_65 IS NULL OR turned_80 IS NULL",
            "person.earnings": "earns_little IS NULL AND earnings IS NULL",
        },
    ),
    Programme(
        "school-fee-waiver",
        {"school-age": "of_school_age", "attends": "school_attend", "poor": "poor"},
        asks={
            "person.born": "of_school_age IS NULL",
            "person.school_attend": "school_attend IS NULL",
            "score.pmt": "poor IS NULL",
        },
    ),
)

HOUSEHOLD = (
    Programme(
        "poverty-transfer",
        {"poor": "poor", "little-land": "little_land", "no-car": "no_car"},
        "transfer",
        {
            "household.car": "car IS NULL",
            "household.land": "land IS NULL",
            "members.born": "NOT ages_known",
            "score.pmt": "poor IS NULL",
        },
    ),
    Programme(
        "food-ration",
        {"many-to-feed": "many_to_feed", "poor-dwelling": "poor_dwelling", "little-livestock": "little_livestock"},
        "42.5 * size",
        {
            "household.floor": "poor_dwelling IS NULL AND floor IS NULL",
            "household.livestock": "livestock IS NULL",
            "household.walls": "poor_dwelling IS NULL AND walls IS NULL",
            "members.born": "many_to_feed IS NULL",
        },
    ),
    Programme(
        "public-works",
        {"able-adult": "has_able", "seeks-work": "seeks_work", "rural": "rural", "earns-little": "earns_little"},
        "500 * places",
        {
            "household.urban": "urban IS NULL",
            "members.activity": "works_ask_activity OR (seeks_work IS NULL AND seeks_ask_activity)",
            "members.born": "able_ask_born OR works_ask_born OR (seeks_work IS NULL AND seeks_ask_born)",
            "members.disability": "able_ask_disability",
            "members.earnings": "ask_earnings",
        },
    ),
    Programme(
        "health-insurance-subsidy",
        {"somebody-uninsured": "somebody_uninsured", "nearly-poor": "nearly_poor", "earns-little": "earns_modestly"},
        "12.75 * uninsured_number",
        {
            "members.activity": "works_ask_activity",
            "members.born": "works_ask_born",
            "members.earnings": "ask_earnings",
            "members.insured": "uninsured_number IS NULL",
            "score.pmt": "score_pmt IS NULL",
        },
    ),
    Programme(
        "caregivers-allowance",
        {
            "somebody-to-care-for": "has_cared_for",
            "somebody-who-cares": "has_carer",
            "little-schooling": "little_schooling",
        },
        "250 + 100 * cared_for_number",
        {
            "members.activity": "has_carer IS NULL AND carer_ask_activity",
            "members.born": "cared_for_ask_born OR (has_carer IS NULL AND carer_ask_born) OR NOT ages_known",
            "members.disability": "cared_for_ask_disability OR (has_carer IS NULL AND carer_ask_disability)",
            "members.years_schooling": "ask_schooling",
        },
    ),
    Programme(
        "utility-subsidy",
        {
            "connected": "electricity",
            "few-assets": "few_assets",
            "crowded": "crowded",
            "head-alone-or-old": "head_alone_or_old",
        },
        "CASE WHEN led_by_woman THEN 90.25 WHEN NOT led_by_woman THEN 75.5 END",
        {
            "head.born": "has_head AND head_alone_or_old IS NULL AND head_60 IS NULL",
            "head.sex": "has_head AND led_by_woman IS NULL",
            "household.bedrooms": "bedrooms IS NULL",
            "household.car": "car IS NULL",
            "household.electricity": "electricity IS NULL",
            "household.motorcycle": "motorcycle IS NULL",
            "household.refrigerator": "refrigerator IS NULL",
            "household.television": "television IS NULL",
            "members.relationship": "NOT has_head",
        },
    ),
)
