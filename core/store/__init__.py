"""Rows and files: the database and the media store."""
