"""Laws that need whole tables: keys, references, accounted, verified. Written in SQL from the contract.

Here: one query a law, each giving the problems it finds. `check_laws` runs them over staged or published files.
Not here: what can be told batch by batch (steps/checks.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from etl.contracts.tables import TABLES, Table
from etl.store.layout import Warehouse
from etl.store.sqltext import scan
from etl.store.staging import Stored

EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class Law:
    """`sql` selects one column, `problem`; no row means that the law holds. It reads the tables `reads`."""

    table: str
    check: str
    reads: tuple[str, ...]
    sql: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A law that does not hold: how many problems, and the first ten in order."""

    table: str
    check: str
    total: int
    examples: tuple[str, ...]


def laws_of(table: Table, near_threshold: float) -> tuple[Law, ...]:
    """The laws attached to `table`. `near_threshold`: the least Jaccard a near pair may have, 0..1."""
    laws = [_keys(table), *_references(table)]
    if table.name == "sources":
        laws.append(Law("sources", "accounted", ("sources", "documents"), ACCOUNTED))
    if table.name == "duplicate_pairs":
        laws.append(Law(table.name, "verified", (table.name,), VERIFIED_PAIRS.format(threshold=float(near_threshold))))
    if table.name == "duplicate_clusters":
        laws.append(Law(table.name, "verified", (table.name, "duplicate_pairs"), VERIFIED_CLUSTERS))
    return tuple(laws)


def check_laws(connection: duckdb.DuckDBPyConnection, laws: Iterable[Law]) -> tuple[Broken, ...]:
    """The laws that do not hold. `connection` has a view or table of the contract's name for every table read."""
    broken: dict[tuple[str, str], Broken] = {}
    for law in laws:
        query = f"SELECT problem, count(*) OVER () FROM ({law.sql}) ORDER BY problem LIMIT {EXAMPLES}"
        rows = connection.execute(query).fetchall()
        if rows:
            earlier = broken.get((law.table, law.check), Broken(law.table, law.check, 0, ()))
            examples = sorted([*earlier.examples, *(str(row[0]) for row in rows)])[:EXAMPLES]
            broken[law.table, law.check] = Broken(law.table, law.check, earlier.total + rows[0][1], tuple(examples))
    return tuple(broken.values())


def broken_laws(warehouse: Warehouse, tables: Mapping[str, Stored], laws: Iterable[Law]) -> tuple[Broken, ...]:
    """The laws that the files of `tables` break; a law that reads a table not among them is left out."""
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = false")
        for name, stored in tables.items():
            paths = [warehouse.root / file.path for file in stored.files]
            connection.execute(f"CREATE VIEW {name} AS {scan(TABLES[name].columns, paths)}")
        return check_laws(connection, [law for law in laws if all(name in tables for name in law.reads)])


def _keys(table: Table) -> Law:
    key = ", ".join(table.key)
    shown = " || ', ' || ".join(f"coalesce(CAST({name} AS VARCHAR), 'NULL')" for name in table.key)
    nulls = " OR ".join(f"{name} IS NULL" for name in table.key)
    sql = f"""
        SELECT '({key}) = (' || {shown} || ') stands in ' || count(*) || ' rows' AS problem
        FROM {table.name} GROUP BY {key} HAVING count(*) > 1
        UNION ALL
        SELECT '({key}) is NULL in ' || count(*) || ' rows' FROM {table.name} WHERE {nulls} HAVING count(*) > 0
    """
    return Law(table.name, "keys", (table.name,), sql)


def _references(table: Table) -> Sequence[Law]:
    laws: list[Law] = []
    for column in table.columns:
        if not column.references or column.references == f"{table.name}.{column.name}":
            continue
        other, _, target = column.references.partition(".")
        sql = f"""
            SELECT '{column.name} ' || id || ' is not in {other}' AS problem
            FROM (SELECT DISTINCT {column.name} AS id FROM {table.name} WHERE {column.name} IS NOT NULL) AS here
            ANTI JOIN {other} AS there ON here.id = there.{target}
        """
        laws.append(Law(table.name, "references", (table.name, other), sql))
    return laws


ACCOUNTED = """
    SELECT source_path || ' record ' || record_index || ' is rejected without a reason' AS problem
    FROM sources WHERE status = 'rejected' AND (reject_reason IS NULL OR document_id IS NOT NULL)
    UNION ALL
    SELECT source_path || ' record ' || record_index || ' is accepted without a document, or with a reason to reject'
    FROM sources WHERE status = 'accepted' AND (document_id IS NULL OR reject_reason IS NOT NULL)
    UNION ALL
    SELECT 'document ' || document_id || ' comes from no accepted source'
    FROM documents ANTI JOIN (SELECT document_id FROM sources WHERE status = 'accepted') AS accepted USING (document_id)
"""

VERIFIED_PAIRS = """
    SELECT left_document_id || ' and ' || right_document_id || ' are ' || relation
           || ' at Jaccard ' || jaccard AS problem
    FROM duplicate_pairs
    WHERE left_document_id >= right_document_id
       OR (relation = 'near' AND jaccard < {threshold} - 1e-9)
       OR (relation = 'exact' AND jaccard < 1 AND jaccard > 0)
"""

VERIFIED_CLUSTERS = """
    SELECT 'document ' || c.document_id || ' points at ' || c.canonical_document_id || ', which is not kept' AS problem
    FROM duplicate_clusters AS c
    LEFT JOIN duplicate_clusters AS k ON k.document_id = c.canonical_document_id
    WHERE k.is_canonical IS NOT TRUE OR k.cluster_id <> c.cluster_id
       OR (c.is_canonical <> (c.document_id = c.canonical_document_id))
    UNION ALL
    SELECT 'cluster ' || cluster_id || ' reports ' || max(cluster_size) || ' documents and holds ' || count(*)
    FROM duplicate_clusters GROUP BY cluster_id
    HAVING count(*) <> max(cluster_size) OR max(cluster_size) <> min(cluster_size) OR min(document_id) <> cluster_id
        OR count(*) FILTER (is_canonical) <> 1
    UNION ALL
    SELECT 'document ' || c.document_id || ' is a copy without evidence'
    FROM duplicate_clusters AS c
    ANTI JOIN (
        SELECT unnest([left_document_id, right_document_id]) AS document_id FROM duplicate_pairs
    ) AS e ON e.document_id = c.document_id
    WHERE c.cluster_size > 1
"""
