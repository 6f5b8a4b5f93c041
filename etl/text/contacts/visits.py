"""Visits: who goes where, and to whom.

Here: journeys, receptions and invitations made into visits, by the countries of visitor and place. Not here: finding the
parties of a trigger (parties.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from etl.contracts.enums import EntityType, ParticipantRole
from etl.text.contacts import words
from etl.text.contacts.party import Party
from etl.text.contacts.words import Trigger
from etl.text.named import HOME_CODE, Named, Names

"""Country of the news read here: a visit to one of its places is a contact only for a visitor from abroad."""
NO_COUNTRY = ""
OFFICE_CHARS = 44
"""An office that a country's official bears stands at most so far before the country."""
_DESTINATION = re.compile(
    r"(?:(?!(?:setelah|sebelum|karena|untuk|dan|yang|dengan|kepada|usai|saat|ketika|oleh|dari|bersama|guna|pada|sejak|atas)\b)[\w-]+\s+){0,4}(?:(?:ke|di)\s+)?(?:negara\s+|kota\s+|ibu kota\s+|wilayah\s+)?\Z"
)
_TO = re.compile(r"\s+(?:(?:untuk|agar|guna)\s+(?:datang|hadir)\s+)?(?:datang\s+)?ke\s+(?:kota\s+|ibu kota\s+)?")


STAY_CHARS = 70
"""The purpose of a stay is said at most so far behind the place."""
_ANY_JOURNEY = ("perjalanan", "perjalanannya")
"""A word for journeys of everybody; only officials make visits."""
# `bertolak (pada Rabu dari Jakarta) ke Tokyo`.
_LATE_DESTINATION = re.compile(
    r"(?:\s+(?!(?:setelah|sebelum|karena|untuk|dan|yang|dengan|kepada|usai|saat|ketika|oleh|bersama|guna|sejak|atas)\b)[\w()/-]+){0,6}\s+(?:ke|di|menuju)\s+(?:negara\s+|kota\s+|ibu kota\s+|wilayah\s+)?"
)
_AND_PLACE = re.compile(r",?\s+(?:dan|serta|lalu|kemudian)\s+|,\s+")
_STAYING = ("berada", "muncul")
_ON_VISIT = re.compile(
    r"[^.;:\"\u201c\u201d]*?\b(?:untuk|guna|dalam rangka|atas undangan|(?:kunjungan|lawatan)(?:nya)?)\b"
)
_VISITING = re.compile(r"\b(?:kunjungan|lawatan)(?:nya)?\b[^.;:\"\u201c\u201d]*\Z")


class Visits:
    """The visits of one document. `lower`: its kept text; `countries`: country code by entity id."""

    def __init__(self, lower: str, names: Names, countries: Mapping[str, str | None]) -> None:
        self._lower = lower
        self._names = names
        self._countries = countries

    def visited(
        self, parties: list[Party], mentions: Sequence[Named], trigger: Trigger, territory_end: int
    ) -> tuple[list[Party], Named | None]:
        """The parties of a visit with its host, and the place visited."""
        if trigger.meaning.voice == "invites":
            return self._invited(parties, mentions, trigger, territory_end)
        if trigger.meaning.voice == "travels":
            return self._travelled(parties, mentions, trigger, territory_end)
        if self._lower[trigger.start : trigger.end] in _ANY_JOURNEY and not any(
            self._names.home_of(party.mention.entity_id) for party in parties if party.role == ParticipantRole.INITIATOR
        ):
            return [], None
        guests = [party for party in parties if party.role != ParticipantRole.HOST]
        if trigger.meaning.voice in ("goes", "noun") and any(
            guest.mention.entity_type == EntityType.PLACE and not self._is_spoken_for(guest.mention) for guest in guests
        ):
            return [], None
        hosts = [party for party in parties if party.role == ParticipantRole.HOST]
        destination = next((p.mention for p in hosts if p.mention.entity_type == EntityType.PLACE), None)
        if trigger.meaning.voice in ("hosts", "passive") or destination is not None or not guests:
            return parties, destination
        behind = [p.mention.end for p in guests if p.mention.start >= trigger.end]
        if self._lower.startswith((" ke ", " di "), trigger.end):
            behind = [end for end in behind if "," not in self._lower[trigger.end : end]]
        low = max([trigger.end, *behind])
        for mention in mentions:
            if mention.entity_type != EntityType.PLACE or not low <= mention.start < territory_end:
                continue
            if _DESTINATION.fullmatch(self._lower[low : mention.start].lstrip()) is None:
                break
            if not hosts and self._is_abroad(mention, guests):
                hosts = [Party(mention, ParticipantRole.HOST)]
            return [*guests, *hosts], mention
        return [*guests, *hosts], None

    def _invited(
        self, parties: list[Party], mentions: Sequence[Named], trigger: Trigger, territory_end: int
    ) -> tuple[list[Party], Named | None]:
        """A visit that one official asks another to make: `X mengundang Y ke Minsk`."""
        guests = [party for party in parties if party.role == ParticipantRole.INITIATOR and party.mention.is_person]
        if not guests or len(parties) == len(guests):
            return [], None
        low = max(guest.mention.end for guest in guests)
        for mention in mentions:
            if low <= mention.start < territory_end and mention.entity_type == EntityType.PLACE:
                if _TO.fullmatch(self._lower[low : mention.start]) is None:
                    break
                return parties, mention
        return [], None

    def _travelled(
        self, parties: list[Party], mentions: Sequence[Named], trigger: Trigger, territory_end: int
    ) -> tuple[list[Party], Named | None]:
        """A visit made of a journey: only an official's, and only to another country than theirs."""
        guests = [p for p in parties if p.role == ParticipantRole.INITIATOR and self._travels(p.mention)]
        place = self._reached(mentions, trigger, territory_end)
        if not guests or place is None:
            return [], None
        if self._lower.startswith(_STAYING, trigger.start) and not self._is_on_visit(trigger.start, place.end):
            return [], None
        home = {self._home_code(guest.mention) for guest in guests} - {None}
        country = self._countries.get(place.entity_id) or self._countries.get(place.refers_to or "")
        if (country is None and not home) or country in (home or {HOME_CODE}) or (country == HOME_CODE and not home):
            return [], None
        return [*guests, Party(place, ParticipantRole.HOST)], place

    def _reached(self, mentions: Sequence[Named], trigger: Trigger, territory_end: int) -> Named | None:
        """Where a journey leads; behind a bare verb a day or the place left may stand before it: `tiba Senin di Oslo`."""
        ahead = [mention for mention in mentions if trigger.end <= mention.start < territory_end]
        if " " not in self._lower[trigger.start : trigger.end] and not self._lower.startswith("menuju", trigger.start):
            gaps = ((m, _LATE_DESTINATION.fullmatch(self._lower, trigger.end, m.start)) for m in ahead if m.is_place)
            return next((mention for mention, gap in gaps if gap is not None), None)
        place = ahead[0] if ahead and ahead[0].is_place else None
        if place is None or _DESTINATION.fullmatch(self._lower[trigger.end : place.start].lstrip()) is None:
            return None
        return place

    def further(self, place: Named, mentions: Sequence[Named]) -> Sequence[Named]:
        """The places of other countries that a list goes on with: `ke Singapura dan Jepang`."""
        found: list[Named] = []
        last = place
        for mention in mentions:
            if mention.start < last.end:
                continue
            if not mention.is_place or _AND_PLACE.fullmatch(self._lower, last.end, mention.start) is None:
                break
            codes = {self._countries.get(known.entity_id) for known in (place, *found)}
            code = self._countries.get(mention.entity_id)
            if code is not None and code not in codes:
                found.append(mention)
            last = mention
        return found

    def _travels(self, guest: Named) -> bool:
        """Whether a guest is a person, or those whom a country or body sends: `tim inspektur PBB`."""
        if guest.is_person:
            return True
        lead = self._lower[max(0, guest.start - OFFICE_CHARS) : guest.start].split()[-3:]
        return not words.SENT.isdisjoint(lead)

    def _home_code(self, guest: Named) -> str | None:
        """The country code of a guest's country; of a body the one that no country has, for it is at home nowhere."""
        if guest.is_person:
            return self._countries.get(self._names.home_of(guest.entity_id))
        return self._countries.get(guest.refers_to or guest.entity_id) or NO_COUNTRY

    def _is_on_visit(self, start: int, end: int) -> bool:
        """Whether who is somewhere is said to be there on a visit or for a purpose: `berada di Moskow dalam kunjungan`."""
        if _ON_VISIT.match(self._lower, end, end + STAY_CHARS) is not None:
            return True
        return _VISITING.search(self._lower, max(0, start - STAY_CHARS), start) is not None

    def _is_spoken_for(self, country: Named) -> bool:
        """Whether an office before a country says that who comes is its official: `kunjungan menteri luar negeri Slovenia`."""
        lead = self._lower[max(0, country.start - OFFICE_CHARS) : country.start].split()[-4:]
        return any(word.strip(",") in words.OFFICES for word in lead)

    def _is_abroad(self, place: Named, guests: Sequence[Party]) -> bool:
        """Whether a place visited is a country or lies in another country than the visitors come from."""
        if place.name in words.COUNTRIES or place.refers_to is not None:
            return True
        country = self._countries.get(place.entity_id)
        homes = {self._countries.get(self._names.home_of(guest.mention.entity_id)) for guest in guests}
        return (country is not None and country != HOME_CODE) or bool(homes - {None, HOME_CODE})
