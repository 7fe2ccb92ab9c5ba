"""The local artist: pictures drawn from a staging, the same bytes for the same request."""

from __future__ import annotations

from core.providers.local.artist.easel import paint_request

__all__ = ["paint_request"]
