"""The corpus a run works on: source folder, warehouse, settings. Set it in the launchpad under resources.

Here: the resource, and the writer lock it holds from the first step of a run to the last.
Not here: what a step does with it (pipeline/).
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from pydantic import Field, PrivateAttr

from etl import settings as settings_module
from etl.pipeline import Run, open_run
from etl.store.lock import writer_lock

CHECKOUT = Path(__file__).resolve().parents[2]


def default_folder(variable: str, name: str) -> str:
    """The folder an environment variable names, else `name` in the checkout."""
    return os.environ.get(variable) or str(CHECKOUT / name)


def default_source() -> Path:
    """The folder a run reads when nobody names another."""
    return Path(default_folder("JERNIH_SOURCE", "seeds")).expanduser().absolute()


def default_warehouse() -> Path:
    """The folder a run publishes into when nobody names another."""
    return Path(default_folder("JERNIH_WAREHOUSE", "warehouse")).expanduser().absolute()


class Corpus(dg.ConfigurableResource):  # pyright: ignore[reportMissingTypeArgument]
    """What a run reads, where it writes, and every setting that differs from its default."""

    source: str = Field(
        default_factory=lambda: default_folder("JERNIH_SOURCE", "seeds"), description="Folder of raw documents."
    )
    warehouse: str = Field(
        default_factory=lambda: default_folder("JERNIH_WAREHOUSE", "warehouse"), description="Folder to publish into."
    )
    settings: dict[str, str] = Field(
        default_factory=dict, description="Settings by name; `etl settings` lists them with their reasons."
    )
    _run: Run | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator[Corpus]:
        """Holds the writer lock while the run lasts. Raises WarehouseLocked naming the holder."""
        source = Path(self.source).expanduser().absolute()
        settings = settings_module.load(source, overrides=self.settings)
        self._run = open_run(source, Path(self.warehouse).expanduser().absolute(), settings)
        with writer_lock(self._run.warehouse, settings.lock_wait_seconds):
            yield self

    @property
    def run(self) -> Run:
        """The run that this resource was set up for."""
        assert self._run is not None, "the corpus is set up when a run starts"
        return self._run
