"""Entities from counted forms: every one gets a row and a name, however its id was made."""

from __future__ import annotations

import pyarrow as pa

from etl.settings import Settings
from etl.steps.name import FORMS, SIDE, entities_of
from etl.text.names.lexicon import entities, entity_id


def test_a_place_whose_forms_are_not_what_its_id_was_made_from_is_called_by_them() -> None:
    glued = {
        "entity_id": entity_id("PLACE", "Muara Kelingi"),
        "entity_type": "PLACE",
        "surface": "KecamatanMuara Kelingi",
        "mention_count": 2,
    }
    levelled = {
        "entity_id": entity_id("PLACE", "Batu Ampar"),
        "entity_type": "PLACE",
        "surface": "Kecamatan Batu Ampar",
        "mention_count": 1,
    }
    rows = entities_of({}, {SIDE: pa.Table.from_pylist([glued, levelled], schema=FORMS)}, Settings())["entities"]
    assert {row["entity_id"]: row["name"] for row in rows.to_pylist()} == {
        glued["entity_id"]: "KecamatanMuara Kelingi",
        levelled["entity_id"]: "Batu Ampar",
    }


def test_no_form_of_the_lexicon_names_two_entities() -> None:
    """Of two entities with one form only the first is ever found, wherever the form stands."""
    named: dict[str, set[str]] = {}
    for entity in entities():
        for form in (entity.name, *entity.aliases):
            named.setdefault(form, set()).add(entity.entity_id)
    assert {form for form, ids in named.items() if len(ids) > 1} == set()
