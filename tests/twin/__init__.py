"""A stand-in on loopback for every paid service: OpenRouter, Anthropic, Replicate, fal, one's own server."""

from .faults import rows as fault_rows
from .journal import Entry, Journal, Media
from .twin import Twin

__all__ = ["Entry", "Journal", "Media", "Twin", "fault_rows"]
