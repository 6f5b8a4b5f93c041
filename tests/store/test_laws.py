"""Every law over whole tables can fail: small tables that break each are found and named."""

from __future__ import annotations

import duckdb
import pytest

from etl.contracts.tables import TABLES
from etl.store.laws import check_laws, laws_of

CLUSTERS = "CREATE TABLE duplicate_clusters AS SELECT * FROM (VALUES {}) AS t(document_id, cluster_id, cluster_size, is_canonical, canonical_document_id, kept_because, nearest_jaccard)"
PAIRS = "CREATE TABLE duplicate_pairs AS SELECT * FROM (VALUES {}) AS t(left_document_id, right_document_id, relation, jaccard, containment_left, containment_right, copy_kind)"
DOCUMENTS = "CREATE TABLE documents AS SELECT * FROM (VALUES ('a'), ('b'), ('c')) AS t(document_id)"
PAIR = "('a', 'b', 'near', 0.8, 0.9, 0.9, 'recrawl')"
GOOD = "('a', 'a', 2, true, 'a', 'longest', 0.8), ('b', 'a', 2, false, 'a', 'longest', 0.8), ('c', 'c', 1, true, 'c', 'alone', NULL)"


def broken(table: str, *tables: str) -> set[str]:
    connection = duckdb.connect()
    for sql in tables:
        connection.execute(sql)
    return {b.check for b in check_laws(connection, laws_of(TABLES[table], 0.5))}


def test_sound_clusters_hold() -> None:
    assert broken("duplicate_clusters", DOCUMENTS, PAIRS.format(PAIR), CLUSTERS.format(GOOD)) == set()
    assert broken("duplicate_pairs", DOCUMENTS, PAIRS.format(PAIR)) == set()


@pytest.mark.parametrize(
    "rows",
    [
        GOOD.replace("('b', 'a', 2, false, 'a'", "('b', 'a', 2, false, 'c'"),
        GOOD.replace("('a', 'a', 2, true", "('a', 'a', 2, false"),
        GOOD.replace("('a', 'a', 2, true, 'a', 'longest', 0.8),", "('a', 'a', 3, true, 'a', 'longest', 0.8),"),
        GOOD.replace("('c', 'c', 1,", "('c', 'c', 2,"),
    ],
    ids=["points at another cluster", "no canonical document", "wrong size", "copy without evidence"],
)
def test_unsound_clusters_are_named(rows: str) -> None:
    assert "verified" in broken("duplicate_clusters", DOCUMENTS, PAIRS.format(PAIR), CLUSTERS.format(rows))


@pytest.mark.parametrize("pair", [PAIR.replace("0.8", "0.4"), PAIR.replace("'a', 'b'", "'b', 'a'")])
def test_unverified_pairs_are_named(pair: str) -> None:
    assert "verified" in broken("duplicate_pairs", DOCUMENTS, PAIRS.format(pair))


def test_a_reference_to_nothing_is_named() -> None:
    assert "references" in broken("duplicate_pairs", DOCUMENTS, PAIRS.format(PAIR.replace("'b'", "'x'")))


def test_a_key_that_stands_twice_is_named() -> None:
    assert "keys" in broken("duplicate_pairs", DOCUMENTS, PAIRS.format(f"{PAIR}, {PAIR}"))


SOURCES = "CREATE TABLE sources AS SELECT * FROM (VALUES {}) AS t(source_path, record_index, status, reject_reason, document_id)"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "('1', 0, 'accepted', NULL, 'a'), ('2', 0, 'accepted', NULL, 'b'), ('3', 0, 'accepted', NULL, 'c'), ('4', 0, 'rejected', 'empty', NULL)",
            set[str](),
        ),
        (
            "('1', 0, 'accepted', NULL, 'a'), ('2', 0, 'accepted', NULL, 'b'), ('3', 0, 'rejected', 'empty', NULL)",
            {"accounted"},
        ),
        (
            "('1', 0, 'accepted', NULL, 'a'), ('2', 0, 'accepted', NULL, 'b'), ('3', 0, 'accepted', NULL, 'c'), ('4', 0, 'rejected', NULL, NULL)",
            {"accounted"},
        ),
    ],
    ids=["all accounted", "a document without a source", "rejected without a reason"],
)
def test_every_item_is_accounted_for(rows: str, expected: set[str]) -> None:
    assert broken("sources", DOCUMENTS, SOURCES.format(rows)) == expected
