"""Answers as the protocol carries them: text, structured content, links, and errors to act on."""

from __future__ import annotations

import re

from mcp.types import Annotations, CallToolResult, ContentBlock, ResourceLink, TextContent

from mcp_server.views import ExportView, View


def answered(view: View) -> CallToolResult:
    """An answer as text and as structured content; a film also as a link a host can show."""
    blocks: list[ContentBlock] = [TextContent(text=view.compact())]
    if isinstance(view, ExportView) and view.download_url:
        blocks.append(
            ResourceLink(
                uri=view.download_url,
                name=view.file_name,
                mime_type=view.mime_type,
                size=view.size_bytes,
                annotations=Annotations(audience=["user"], priority=1.0),
            )
        )
    return CallToolResult(content=blocks, structured_content=view.plain())


def failed(words: str) -> CallToolResult:
    """An error for the agent to read and act on; what people would type is said as the tool an agent has."""
    for typed, called in TYPED:
        words = typed.sub(called, words)
    return CallToolResult(content=[TextContent(text=words)], is_error=True)


TYPED = (
    (re.compile(r"[Ss]ee: video-story projects"), "list_projects shows those there are."),
    (re.compile(r"[Ss]ee: video-story models"), 'list_options(about="models") shows all.'),
    (re.compile(r"[Ss]ee: video-story show p_\w+"), "get_project shows it."),
    (re.compile(r"Run: video-story resume (p_\w+)"), r'Call upgrade(project_id="\1") and wait.'),
)
"""Advice for the command line -> the same for an agent."""
