"""A small warehouse filled by invented rows: every table of the contract, whatever its rows mean."""
