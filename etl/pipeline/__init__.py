"""The pipeline: its steps, declared once, and the runner that the command line, Dagster and programs share.

Not here: the work of a step (steps/), disk (store/), processes (engines/).
"""

from etl.pipeline.check import verify_release
from etl.pipeline.observe import Observer, StepResult, observing
from etl.pipeline.runner import code_version, not_published, open_run, run, run_step
from etl.pipeline.steps import CHECK_MEANINGS, STEP, STEPS, Step, checks_of
from etl.pipeline.work import Run

__all__ = [
    "CHECK_MEANINGS",
    "STEP",
    "STEPS",
    "Observer",
    "Run",
    "Step",
    "StepResult",
    "checks_of",
    "code_version",
    "not_published",
    "observing",
    "open_run",
    "run",
    "run_step",
    "verify_release",
]
