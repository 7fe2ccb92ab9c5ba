"""What container, compose, systemd and Procfile name is there: commands, settings, paths, time to stop."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from core.settings import Settings

FILES = (
    *("Containerfile", "Procfile", "deploy/compose.yaml", "deploy/compose.scaled.yaml"),
    "deploy/video-story.service",
)

OTHERS = {"PATH", "POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB", "MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD"}
"""Names that belong to the system, to PostgreSQL and to the object store."""

SETTING = re.compile(r"(?:^\s+|^ENV .*?|^Environment=|(?<=\s))([A-Z][A-Z_]{3,})(?==|:\s)", re.MULTILINE)

STOP = re.compile(r"(?:stop_grace_period: |TimeoutStopSec=)(\d+)")


def test_every_command_they_start_exists(root: Path, help_of: Callable[..., str]) -> None:
    for name in FILES:
        text = _text(root, name)
        listed = [json.loads(given) for given in re.findall(r'(\["video-story".*\])', text)]
        plain = re.findall(r"video-story ([a-z]+)(?: |$)", text, flags=re.MULTILINE)
        commands = {given[1] for given in listed} | set(plain)
        assert commands, name
        for command in commands:
            assert help_of(command)


def test_every_setting_they_give_exists(root: Path) -> None:
    known = {field.upper() for field in Settings.model_fields} | OTHERS
    found = {name: set(SETTING.findall(_text(root, name))) for name in FILES if name != "Procfile"}
    assert all("DATA_DIR" in names for names in found.values())
    assert {name: names - known for name, names in found.items() if names - known} == {}


def test_each_waits_longer_for_the_end_than_paid_answers_may_take(root: Path) -> None:
    default = Settings.model_fields["drain_seconds"].default
    found = {name: [int(one) for one in STOP.findall(_text(root, name))] for name in FILES[2:]}
    assert all(found.values())
    assert all(seconds > default for each in found.values() for seconds in each)


def test_what_the_container_copies_is_there_and_secrets_stay_out(root: Path) -> None:
    copied = re.findall(r"^COPY (?!--from)(\S+)", _text(root, "Containerfile"), flags=re.MULTILINE)
    assert copied and all((root / name).exists() for name in copied)
    for name in (".containerignore", ".dockerignore"):
        assert {".env", "data", ".git"} <= set((root / name).read_text().split())
    assert not re.search(r"(KEY|TOKEN|SECRET)=\S", "".join(_text(root, name) for name in FILES))


def _text(root: Path, name: str) -> str:
    """The file without its comments."""
    lines = (root / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))
