"""The face for AI agents over MCP. An empty room so far."""
