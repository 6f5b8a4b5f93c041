"""The lexicon of names: how much it holds, and that the spellings of one name lead to one entity."""

from __future__ import annotations

import pytest

from etl.text.names.lexicon import ORGANIZATION, PERSON, PLACE, entities, find_known, normalised
from etl.text.names.tokens import words_of

UN_MEMBERS = 193
CITY_STATES = {"Djibouti", "Luksemburg", "Monako", "San Marino", "Singapura", "Vatikan"}
"""Their capital bears the state's own name, which means the state."""


def _called(form: str) -> list[str]:
    words = words_of(form)
    return [found.form.entity.name for found in find_known(words, [0] * len(words))]


def test_it_holds_hundreds_of_persons_and_bodies_and_every_country() -> None:
    held = entities()
    assert sum(entity.entity_type == PERSON for entity in held) >= 300
    assert sum(entity.entity_type == ORGANIZATION for entity in held) >= 300
    assert sum(entity.is_country for entity in held) >= UN_MEMBERS


def test_every_country_has_two_names_a_code_and_a_seat_of_government() -> None:
    countries = [entity for entity in entities() if entity.is_country]
    assert all(entity.name and entity.name_en and entity.country_code for entity in countries)
    assert len({entity.country_code for entity in countries}) == len(countries)
    seats = {entity.government for entity in entities() if entity.entity_type == PLACE and entity.government}
    assert {entity.name for entity in countries} - seats == CITY_STATES


@pytest.mark.parametrize(
    ("forms", "name"),
    [
        (["Sergei Lavrov", "Sergey Lavrov"], "Sergei Lavrov"),
        (["Kiev", "Kyiv"], "Kyiv"),
        (["AS", "Amerika Serikat"], "Amerika Serikat"),
        (["Kemenkeu", "Kementerian Keuangan"], "Kementerian Keuangan"),
        (["BPS", "Badan Pusat Statistik"], "Badan Pusat Statistik"),
        (["Erdogan", "Recep Tayyip Erdoğan"], "Recep Tayyip Erdogan"),
        (["Tiongkok", "China"], "China"),
    ],
)
def test_spellings_lead_to_one_entity(forms: list[str], name: str) -> None:
    assert {tuple(_called(form)) for form in forms} == {(name,)}


def test_no_two_entities_share_a_full_form_of_one_kind() -> None:
    """A form that two entities claim would mean whichever stands first in a file."""
    owners: dict[tuple[str, str], set[str]] = {}
    for entity in entities():
        owners.setdefault((entity.entity_type, normalised(entity.name)), set()).add(entity.name)
    assert all(len(names) == 1 for names in owners.values())
