"""The web face: API, agents' bridge and the installable page. An empty room so far."""
