"""datatrove's Gopher repetition filter on raw text. Run by clean_peers.py in datatrove's environment: FOLDER OUTPUT LIMIT."""

import shutil
import sys
from pathlib import Path

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.filters import GopherRepetitionFilter
from datatrove.pipeline.readers import ParquetReader
from datatrove.pipeline.writers import ParquetWriter


def main(folder: str, output: str, limit: int) -> None:
    shutil.rmtree(output, ignore_errors=True)
    parts = len(list(Path(folder).glob("*.parquet")))
    LocalPipelineExecutor(
        pipeline=[
            ParquetReader(folder, text_key="text", id_key="id", limit=limit // parts),
            GopherRepetitionFilter(language="ind"),
            ParquetWriter(f"{output}/final"),
        ],
        tasks=parts,
        workers=2,
        logging_dir=f"{output}/logs",
        skip_completed=False,
    ).run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
