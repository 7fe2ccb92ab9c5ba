"""Reads a source of any format into blocks."""

from __future__ import annotations

from core.errors import BadInput
from core.providers.local.writer.blocks import Block, has_words, prose_blocks
from core.providers.local.writer.fountain import fountain_blocks
from core.providers.local.writer.markdown import markdown_blocks


def blocks_of(text: str, source_format: str) -> list[Block]:
    """The blocks of a cleaned text. Raises BadInput when the format leaves nothing to tell."""
    read = {"markdown": markdown_blocks, "fountain": fountain_blocks}.get(source_format, prose_blocks)
    blocks = read(text)
    if not any(has_words(block.text) for block in blocks):
        raise BadInput(
            "Nothing in this story can be told: apart from marks and hidden parts it is empty.",
            next_step="Write at least one sentence that is not a comment, code or front matter.",
        )
    return blocks
