"""The local artist: pictures drawn from a staging, the same bytes for the same request."""
