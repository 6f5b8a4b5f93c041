"""The name model on public sets it was not trained on: exact spans, over the sets' own words.

python -m tests.bench.names_ner      prints precision, recall and F1 a set, F1 a kind
"""

from __future__ import annotations

import sys
from pathlib import Path

from etl.lexicon import read_bytes
from etl.lexicon.train_names import OWN_CONVENTION, measured, read_set
from etl.steps.name_model import Model

SETS = (("idner2k", OWN_CONVENTION), ("idner2k", ""), ("nergrit", ""), ("nerui1", ""))
"""Set, and the convention it is read by: idner2k by its own and by ours."""


def scores(shared: Path) -> dict[tuple[str, str], dict[str, float]]:
    """The measures of every development set, per cent, by set and convention."""
    models = {convention: Model(read_bytes("names.npz"), convention) for convention in {"", OWN_CONVENTION}}
    folder = shared / "data" / "ner"
    return {
        (name, convention): measured(models[convention], read_set(folder / f"{name}.dev.conll"))
        for name, convention in SETS
    }


if __name__ == "__main__":
    for (name, convention), card in scores(Path(__file__).resolve().parents[3] / "shared").items():
        title = f"{name} dev{', its own convention' if convention else ''}"
        sys.stdout.write(f"{title:32} {'  '.join(f'{key} {value:.1f}' for key, value in card.items())}\n")
