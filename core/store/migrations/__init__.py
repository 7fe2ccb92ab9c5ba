"""How the tables came to be: dated migrations, applied when a database is opened."""

HEAD = "20261122_film_ceiling"
"""The newest revision (a test says so): opening a database that has it costs no alembic import."""
