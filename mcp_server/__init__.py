"""The face for AI agents over MCP.

`tools` is the table of what an agent can call, `arguments` what each takes, `views` what it answers; `server`
speaks the protocol, both its eras; `resources` and `tasks` show projects the way clients of these parts expect;
`mount` brings it onto an aiohttp server under /mcp; `configs` prints what a host needs to find it.
"""
