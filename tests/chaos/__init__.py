"""The paid journey under random kills, faults, cancels and pauses: `make chaos`, `python -m tests.chaos`."""
