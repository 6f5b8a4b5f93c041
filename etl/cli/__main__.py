"""`python -m etl.cli`: the same as `etl`, where the script is not installed."""

from etl.cli import main

main()
