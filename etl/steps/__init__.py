"""One module a step: Arrow in, Arrow out. No paths, no Dagster, no clock."""
