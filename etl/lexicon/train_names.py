"""Trains the name model and compiles the gazetteer: `python -m etl.lexicon.train_names --data ../shared/data`.

Here: reading the training sets, writing sentences from templates, training with python-crfsuite, measuring, and packing
weights and gazetteer into `names.npz`. Not here: features (text/names/features.py) and tagging (steps/name_tagger.py),
which training and use share. A script: nothing imports it, so it may import what uses the lexicon.

Data: idner2k (MIT), nergrit (Apache-2.0), `name_templates.txt` filled with names of the lexicon, of `indonesian_names.toml`
and of the gazetteer (DBpedia, CC BY-SA 3.0). nerui1 is measured on and never trained on.
"""

# pyright: reportCallIssue=false, reportArgumentType=false, reportIndexIssue=false

from __future__ import annotations

import argparse
import io
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pycrfsuite

from etl.contracts.enums import EntityType
from etl.lexicon import read_lines, read_rows, read_toml
from etl.steps.name_gazetteer import KINDS, Gazetteer, phrase_key
from etl.steps.name_model import Model, features_of
from etl.text.names.features import FIRST, PLACES
from etl.text.names.lexicon import entities
from etl.text.names.tokens import Tokens, words_of
from etl.text.single_words import class_of, is_ordinary

SEED = 20220214
ROUNDS = 6
"""How often every template is filled: more teaches the names, not the language."""

TRAINER = {"c1": 0.12, "c2": 0.1, "max_iterations": 220, "feature.possible_transitions": True}
LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")
MOST_ENTRY_TOKENS = {"person": 5, "place": 4, "organization": 6}
OWN_CONVENTION = "idner2k"
"""This set calls a country no name where it says of which kind something is ("pasar Jepang"), and takes the short form in
brackets into the name. Its own weights hold that back, so that the rest of the model need not learn it."""


class Sentence(NamedTuple):
    """Words with their labels. `origin[i]`: the word of the set that word `i` is cut from, when it is its first piece."""

    words: list[str]
    labels: list[str]
    origin: list[int | None]


def read_set(path: Path) -> list[Sentence]:
    """The sentences of a CoNLL file (word, tab, label), cut into our tokens."""
    sentences: list[Sentence] = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        words: list[str] = []
        labels: list[str] = []
        origin: list[int | None] = []
        for number, line in enumerate(line for line in block.split("\n") if line.strip()):
            word, label = line.split("\t")[0], line.split("\t")[-1]
            for piece, token in enumerate(words_of(word) or [word]):
                words.append(token)
                labels.append(label if piece == 0 or label == "O" else f"I{label[1:]}")
                origin.append(number if piece == 0 else None)
        if words:
            sentences.append(Sentence(words, labels, origin))
    return sentences


def gazetteer_entries(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Kind and words of every usable entry of the DBpedia lists: no broken characters, no ordinary words alone."""
    for kind in ("person", "place", "organization"):
        for raw in (folder / f"{kind}.txt").read_bytes().split(b"\n"):
            try:
                entry = raw.strip().decode("utf-8")
            except UnicodeDecodeError:
                entry = raw.strip().decode("latin-1")
            if not entry or "?" in entry or any("\x80" <= character < "\xa0" for character in entry):
                continue
            words = words_of(entry)
            if not 0 < len(words) <= MOST_ENTRY_TOKENS[kind] or not words[0][0].isupper():
                continue
            if len(words) == 1 and (is_ordinary(words[0]) or len(words[0]) < 3):
                continue
            yield kind, words


def compiled_gazetteer(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Sorted keys of all entries, and their kinds, a bit each."""
    table: dict[int, int] = {}

    def add(words: Sequence[str], kind: str) -> None:
        key = phrase_key(words)
        table[key] = table.get(key, 0) | 1 << KINDS.index(kind)

    for kind, words in gazetteer_entries(folder):
        add(words, kind)
        if kind == "person":
            if len(words) > 1 and len(words[0]) > 1:
                add(words[:1], "given")
            if len(words[-1]) > 2 and words[-1][0].isupper():
                add(words[-1:], "family")
    keys = np.array(sorted(table), np.uint64)
    return keys, np.array([table[int(key)] for key in keys], np.uint8)


class Slots:
    """What fills the slots of `name_templates.txt`, drawn with a fixed seed."""

    def __init__(self, folder: Path) -> None:
        self.random = random.Random(SEED)
        names = {kind: text.split() for kind, text in read_toml("indonesian_names.toml").items()}
        self.given, self.family = names["given"], names["family"]
        people = [entity for entity in entities() if entity.entity_type == EntityType.PERSON]
        self.known = [form for person in people for form in (person.name, person.name, *person.aliases)]
        self.known_alone = [form for person in people for form in person.alone or person.name.split()[-1:]]
        entries = list(gazetteer_entries(folder))
        self.foreign = [words for kind, words in entries if kind == "person" and _is_plain_person(words)]
        self.short_bodies = [" ".join(words) for kind, words in entries if kind == "organization" and len(words) <= 2]
        self.villages = [
            words[0] for kind, words in entries if kind == "place" and len(words) == 1 and words[0].isalpha()
        ]
        countries = [row[1] for row in read_rows("countries.tsv")]
        self.capitals = [row[3] for row in read_rows("countries.tsv") if row[3]]
        self.countries = countries + read_toml("training.toml")["frequent_countries"]
        places = read_rows("places.tsv")
        self.home = [row[0] for row in places if row[2] == "ID"]
        self.home += [
            alias for row in places if row[2] == "ID" and len(row) > 4 for alias in row[4].split("|") if alias
        ]
        self.world = [row[0] for row in places if row[2] != "ID"] + self.capitals
        self.lists = {name: list(values) for name, values in read_toml("training.toml")["slots"].items()}
        self.sections = _sections()
        self.fillers: dict[str, tuple[str | None, Callable[[], str]]] = {
            "PER": ("PER", self._person),
            "PER1": ("PER", lambda: self._one(self.given if self._chance(0.7) else self.family)),
            "FPER": ("PER", lambda: " ".join(self._one(self.foreign)) if self._chance(0.75) else self._one(self.known)),
            "FPER1": ("PER", lambda: self._one(self.foreign)[-1] if self._chance(0.7) else self._one(self.known_alone)),
            "KPER": ("PER", lambda: self._one(self.known)),
            "KPER1": ("PER", lambda: self._one(self.known_alone)),
            "COUNTRY": ("LOC", lambda: self._one(self.countries)),
            "CAPITAL": ("LOC", lambda: self._one(self.capitals)),
            "WORLD": ("LOC", lambda: self._one(self.world)),
            "ID": ("LOC", lambda: self._one(self.home)),
            "VIL": ("LOC", lambda: self._one(self.villages)),
            "ORG": ("ORG", lambda: self._one(self.sections["bodies"])),
            "OUTLET": ("ORG", lambda: self._one(self.sections["outlets"])),
            "CO": ("ORG", self._company),
            "BRAND": ("ORG", self._brand),
            "CLUB": ("ORG", lambda: self._one(self.sections["clubs"])),
            "MIN": ("ORG", lambda: self._one(self.sections["ministries"])),
            "PARTY": ("ORG", lambda: self._one(self.sections["parties"])),
            "UNI": (
                "ORG",
                lambda: (
                    self._one(self.sections["universities"]) if self._chance(0.5) else f"Universitas {self._person()}"
                ),
            ),
            "RANK": (None, lambda: self._one(self.lists["rank"])),
            "MINTITLE": (None, lambda: self._one(self.lists["minister"])),
        }

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    def _one(self, values: Sequence[object]) -> object:
        return self.random.choice(values)

    def _person(self) -> str:
        pick, given, family = self.random.random(), self._one(self.given), self._one(self.family)
        if pick < 0.45:
            return f"{given} {family}"
        if pick < 0.6:
            return f"{given} {self._one(self.given)}"
        if pick < 0.8:
            return f"{given} {self._one(self.given)} {family}"
        if pick < 0.86:
            return (
                f"{str(given)[0]} {family}"
                if self._chance(0.5)
                else f"{given} {str(family)[0]} {self._one(self.family)}"
            )
        if pick < 0.9:
            return f"{str(given)[0]}. {family}"
        if pick < 0.95:
            return f"{given} {self._one(['bin', 'binti'])} {family}"
        return f"I {self._one(['Made', 'Wayan', 'Nyoman', 'Ketut', 'Gede', 'Putu'])} {family}"

    def _company(self) -> str:
        pick = self.random.random()
        if pick < 0.35:
            return str(self._one(self.sections["companies"]))
        name = " ".join(self.random.sample(self.lists["company"], self.random.choice((2, 2, 3))))
        if pick < 0.65:
            return f"PT {name}{' Tbk' if self._chance(0.4) else ''}"
        if pick < 0.75:
            return f"Bank {self._one(self.lists['company'])}"
        return f"CV {name}" if pick < 0.85 else name

    def _brand(self) -> object:
        """A brand, group or team: known, from the gazetteer, or one made up, so that its company shows it, not its form."""
        if self._chance(0.4):
            return self._one(self.sections["brands"] + self.sections["companies"])
        if self._chance(0.5):
            return self._one(self.short_bodies)
        return str(self._one(self.foreign)[-1])[:4].title() + str(self._one(self.lists["brand_end"]))

    _PIECE = re.compile(r"\[(LOC|ORG|PER) ([^\]]*)\]|\{([A-Z0-9]+)\}")
    _SLOT = re.compile(r"\{([A-Z0-9]+)\}")

    def filled(self, template: str) -> Sentence:
        """One sentence made from `template`."""
        words: list[str] = []
        labels: list[str] = []

        def emit(text: str, label: str | None) -> None:
            for at, word in enumerate(words_of(text)):
                words.append(word)
                labels.append("O" if label is None else f"{'B' if at == 0 else 'I'}-{label}")

        at = 0
        for piece in self._PIECE.finditer(template):
            emit(template[at : piece.start()], None)
            if piece[1]:
                emit(self._SLOT.sub(lambda slot: str(self.fillers[slot[1]][1]()), piece[2]), piece[1])
            else:
                label, draw = self.fillers[piece[3]]
                emit(str(draw()), label)
            at = piece.end()
        emit(template[at:], None)
        return Sentence(words, labels, list(range(len(words))))


def _is_plain_person(words: Sequence[str]) -> bool:
    links = {"de", "van", "von", "der", "al", "bin", "da", "dos"}
    plain = all(word.isalpha() and (word[0].isupper() or word in links) for word in words)
    return plain and 2 <= len(words) <= 4 and words[-1][0].isupper()


def _sections() -> dict[str, list[str]]:
    """Forms of the organisations of the lexicon by the section of `organizations.tsv` they stand in."""
    found: dict[str, list[str]] = {}
    headings = read_toml("training.toml")["sections"]
    current: list[str] = []
    for line in Path(__file__).with_name("organizations.tsv").read_text(encoding="utf-8").split("\n")[1:]:
        if line.startswith("#"):
            current = found.setdefault(headings[line[1:].strip()], [])
        elif line:
            row = line.split("\t")
            current.append(row[0])
            current.extend(alias for alias in (row[3].split("|") if len(row) > 3 else ()) if alias)
    return found


def attributes_of(
    sentence: Sequence[str], gazetteer: Gazetteer, model_classes: None = None, convention: str = ""
) -> Iterator[tuple[list[list[str]], list[int]]]:
    """For every sentence that our tokeniser sees in `sentence`: the attributes of its tokens, and the tokens' places."""
    tokens = Tokens()
    tokens.add_line(" ".join(sentence), 0, 0, lambda left, right: False)
    if tokens.words != list(sentence):
        raise ValueError(f"tokens changed when joined: {sentence}")
    kinds = gazetteer.kinds_of(tokens.words)
    bits = gazetteer.bits_of(tokens.words, tokens.sentences)
    features = [
        features_of(word, bool(kind & 64), bool(kind & 128)) for word, kind in zip(tokens.words, kinds, strict=True)
    ]
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and tokens.sentences[end] == tokens.sentences[start]:
            end += 1
        rows: list[list[str]] = []
        for at in range(start, end):
            row: list[str] = []
            for axis, place in enumerate(PLACES):
                inside = start <= at + place < end
                row += [f"{place}:{name}" for name in (features[at + place][axis] if inside else ["EDGE"])]
            if tokens.is_first[at]:
                row += [f"{FIRST}:{name}" for name in features[at][5]]
            row += [f"z{bit}" for bit in range(24) if bits[at] >> bit & 1]
            if at > start:
                row.append(f"cp={class_of(tokens.words[at - 1])}|{class_of(tokens.words[at])}")
            if convention:
                row += [f"{convention}|{name}" for name in row]
            rows.append(row)
        yield rows, list(range(start, end))
        start = end


def train(sentences: Iterable[tuple[Sentence, str]], gazetteer: Gazetteer, path: str) -> None:
    """Train with python-crfsuite on sentences, each with the convention it follows ("" for ours)."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(TRAINER)
    for sentence, convention in sentences:
        for rows, places in attributes_of(sentence.words, gazetteer, convention=convention):
            trainer.append(rows, [sentence.labels[at] for at in places])
    trainer.train(path)


def packed(path: str, keys: np.ndarray, kinds: np.ndarray) -> bytes:
    """The trained weights and the gazetteer as the bytes of `names.npz`."""
    tagger = pycrfsuite.Tagger()
    tagger.open(path)
    dump = tagger.info()
    names = sorted({attribute for attribute, _ in dump.state_features})
    row_of = {name: row for row, name in enumerate(names, 1)}
    weights = np.zeros((len(names) + 1, len(LABELS)), np.float32)
    for (attribute, label), weight in dump.state_features.items():
        weights[row_of[attribute], LABELS.index(label)] = weight
    transitions = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for (before, after), weight in dump.transitions.items():
        transitions[LABELS.index(before), LABELS.index(after)] = weight
    out = io.BytesIO()
    np.savez_compressed(
        out,
        labels=np.frombuffer("\n".join(LABELS).encode(), np.uint8),
        attributes=np.frombuffer("\n".join(["", *names]).encode(), np.uint8),
        weights=weights,
        transitions=transitions,
        gazetteer_keys=keys,
        gazetteer_kinds=kinds,
    )
    return out.getvalue()


def spans_of(labels: Sequence[str]) -> set[tuple[int, int, str]]:
    """The names that labels mark, as first word, end and kind."""
    spans: set[tuple[int, int, str]] = set()
    start, kind = -1, ""
    for at, label in enumerate([*labels, "O"]):
        if start >= 0 and label != f"I-{kind}":
            spans.add((start, at, kind))
            start = -1
        if label != "O" and start < 0:
            start, kind = at, label[2:]
    return spans


def measured(model: Model, sentences: Iterable[Sentence]) -> dict[str, float]:
    """Precision, recall and F1 (per cent) of exact spans, over the set's own words; F1 of each kind."""
    counts: Counter[str] = Counter()
    for sentence in sentences:
        tokens = Tokens()
        tokens.add_line(" ".join(sentence.words), 0, 0, lambda left, right: False)
        tagged = model.tag(tokens.words, tokens.sentences, tokens.is_first)
        told = [model.labels[label] for label in tagged.labels]
        keep = [at for at, origin in enumerate(sentence.origin) if origin is not None]
        gold, got = spans_of([sentence.labels[at] for at in keep]), spans_of([told[at] for at in keep])
        for name, spans in (("gold", gold), ("got", got), ("right", gold & got)):
            counts[name] += len(spans)
            for span in spans:
                counts[f"{name} {span[2]}"] += 1
    f1 = {
        kind: 200 * counts[f"right{kind}"] / max(1, counts[f"gold{kind}"] + counts[f"got{kind}"])
        for kind in ("", " PER", " LOC", " ORG")
    }
    return {
        "precision": 100 * counts["right"] / max(1, counts["got"]),
        "recall": 100 * counts["right"] / max(1, counts["gold"]),
        "f1": f1[""],
        **{f"f1{kind}": value for kind, value in f1.items() if kind},
    }


def disagreements(model: Model, path: str, gazetteer: Gazetteer, sentences: Sequence[Sentence]) -> int:
    """Tokens that our tagger labels otherwise than python-crfsuite does with the same model."""
    tagger = pycrfsuite.Tagger()
    tagger.open(path)
    different = 0
    for sentence in sentences:
        for rows, places in attributes_of(sentence.words, gazetteer):
            tokens = Tokens()
            tokens.add_line(" ".join(sentence.words), 0, 0, lambda left, right: False)
            ours = model.tag(tokens.words, tokens.sentences, tokens.is_first).labels
            different += sum(
                model.labels[ours[at]] != label for at, label in zip(places, tagger.tag(rows), strict=True)
            )
    return different


def main() -> None:
    """Train, pack, measure, print the card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder with ner/ and gazetteer/")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("names.npz"))
    parser.add_argument("--measure-only", action="store_true", help="print the card of the model that is there")
    arguments = parser.parse_args()
    sets = {
        (name, part): read_set(arguments.data / "ner" / f"{name}.{part}.conll")
        for name, part in (
            ("idner2k", "train"),
            ("idner2k", "dev"),
            ("nergrit", "train"),
            ("nergrit", "dev"),
            ("nerui1", "dev"),
        )
    }
    if not arguments.measure_only:
        keys, kinds = compiled_gazetteer(arguments.data / "gazetteer")
        gazetteer = Gazetteer(keys, kinds)
        slots = Slots(arguments.data / "gazetteer")
        made = [slots.filled(template) for _ in range(ROUNDS) for template in read_lines("name_templates.txt")]
        corpus = [(sentence, OWN_CONVENTION) for sentence in sets["idner2k", "train"]]
        corpus += [(sentence, "") for sentence in (*sets["nergrit", "train"], *made)]
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "names.crfsuite")
            train(corpus, gazetteer, path)
            arguments.out.write_bytes(packed(path, keys, kinds))
            different = disagreements(Model(arguments.out.read_bytes()), path, gazetteer, sets["nergrit", "dev"])
            print(f"tokens of nergrit dev labelled otherwise than by python-crfsuite: {different}")
    data = arguments.out.read_bytes()
    print(f"{arguments.out.name}: {len(data):,} bytes")
    for name, convention in (("idner2k", OWN_CONVENTION), ("idner2k", ""), ("nergrit", ""), ("nerui1", "")):
        card = measured(Model(data, convention), sets[name, "dev"])
        figures = "  ".join(f"{key} {value:.1f}" for key, value in card.items())
        print(f"{name} dev{' (its own convention)' if convention else '':24}  {figures}")


if __name__ == "__main__":
    main()
