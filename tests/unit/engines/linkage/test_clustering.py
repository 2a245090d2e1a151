"""One bad link never joins two families; a certain identifier parts for good."""

from ayni.engines.linkage import clustering


def clusters(links, weights=None, certain=None):
    ordered = sorted(links, key=lambda link: -link[2])
    return clustering.clusters(ordered, weights or {}, 0.0, certain)


def test_links_make_clusters_named_by_their_least_record():
    assert clusters([(3, 1, 5.0), (7, 9, 4.0)]).of == {3: 1, 1: 1, 7: 7, 9: 7}


def test_a_chain_of_strangers_is_not_one_person():
    found = clusters([(1, 2, 8.0), (3, 4, 8.0), (2, 3, 1.0)])
    assert found.of == {1: 1, 2: 1, 3: 3, 4: 3}
    assert found.refused == [(2, 3, 1.0)]


def test_three_records_that_all_agree_are_one():
    assert set(clusters([(1, 2, 8.0), (2, 3, 6.0), (1, 3, 2.0)]).of.values()) == {1}


def test_a_third_record_joins_when_the_rest_bears_it_out():
    assert set(clusters([(1, 2, 8.0), (2, 3, 6.0)], {(1, 3): -1.0}).of.values()) == {1}


def test_two_certain_identifiers_are_two_people():
    found = clusters([(1, 2, 9.0)], certain={1: ("A",), 2: ("B",)})
    assert found.of == {1: 1, 2: 2}
    assert found.refused == [(1, 2, 9.0)]


def test_an_identifier_that_one_lacks_parts_nobody():
    assert clusters([(1, 2, 9.0)], certain={1: ("A",), 2: ("",)}).of == {1: 1, 2: 1}


def test_pairs_that_hang_together_by_others_are_weighed_too():
    assert list(clustering.together([(1, 2, 8.0), (2, 3, 8.0), (9, 7, 1.0)])) == [(1, 3)]


def test_no_more_than_a_few_hundred_records_ever_hang_together():
    """Fifty thousand with one telephone are no one person."""
    chain = [(number, number + 1, 5.0) for number in range(1_000)]
    assert len(list(clustering.together(chain))) < 4 * clustering.MOST**2 / 2
    found = clusters(chain, dict.fromkeys(clustering.together(chain), 5.0))
    largest = max(list(found.of.values()).count(name) for name in set(found.of.values()))
    assert largest <= clustering.MOST
    assert found.refused
