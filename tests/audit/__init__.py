"""The page and its API held against outside tools: `make audit`, `python -m tests.audit`."""
