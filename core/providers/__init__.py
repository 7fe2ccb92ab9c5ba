"""Makers: everyone who can be asked for a document, a sound, a picture, a clip or a film."""
