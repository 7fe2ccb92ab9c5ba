"""The words sent to language models, one file each, and what the answers are held to."""

from core.prompts.check import objection
from core.prompts.render import render, repair, system
from core.prompts.schema import schema_of

__all__ = ["objection", "render", "repair", "schema_of", "system"]
