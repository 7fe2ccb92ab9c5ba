"""Screens: pure functions from what the Studio tells to text, buttons and pictures of one message."""

from __future__ import annotations

from bot.screens.parts import Button, Picture, Screen

__all__ = ["Button", "Picture", "Screen"]
