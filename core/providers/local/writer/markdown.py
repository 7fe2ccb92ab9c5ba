"""Reads Markdown into blocks: headings, breaks and paragraphs, with the marks gone and the words kept."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.providers.local.writer.blocks import Block, BlockKind, flattened, has_words, prose_blocks


def markdown_blocks(text: str) -> list[Block]:
    """The first heading is the title, other headings and rules divide; code, HTML and front matter go."""
    blocks: list[Block] = []
    tokens = _PARSER.parse(_FRONT_MATTER.sub("", text, count=1))
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "hr":
            blocks.append(Block(BlockKind.BREAK, "***"))
        elif token.type == "inline" and before is not None and before.type == "heading_open":
            _add_heading(blocks, _words(token))
        elif token.type == "inline":
            blocks.extend(_paragraphs(_words(token)))
    return blocks


_PARSER = MarkdownIt("commonmark", {"maxNesting": 40})
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:[^\n]*\n){0,200}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_DASH_ITEM = re.compile(r"\n(?=[—–„“«»\"])")


def _add_heading(blocks: list[Block], words: str) -> None:
    if has_words(words):
        first = not any(block.kind is not BlockKind.BREAK for block in blocks)
        blocks.append(Block(BlockKind.TITLE if first else BlockKind.HEADING, flattened(words)))


def _words(token: Token) -> str:
    """The words of an inline token: links and emphasis as their text, pictures as nothing."""
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return "".join(parts)


def _paragraphs(words: str) -> list[Block]:
    """One block, or several where lines inside the paragraph open speech of their own."""
    found = prose_blocks(words) if _DASH_ITEM.search(words) else [Block(BlockKind.NARRATION, flattened(words))]
    return [Block(BlockKind.NARRATION, block.text) for block in found if has_words(block.text)]
