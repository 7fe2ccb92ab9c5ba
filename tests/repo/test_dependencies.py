"""Locks and docs/dependencies.md against pyproject.toml: all pinned, all explained, nothing stale."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, packages_distributions
from pathlib import Path

import pytest

PRODUCT = {"core", "cli", "bot", "mcp_server", "web"}
LOCKS = ("requirements.lock", "requirements-scaled.lock", "requirements-dev.lock")

# Families that may be combined with GPL-3.0-or-later code (docs/decisions/2026-11-22-licence.md).
FITTING = re.compile(r"MIT|BSD|Apache|PSF|Python Software|MPL|Mozilla|ISC|LGPL|(?<!A)GPL-3|OFL|Zlib|CC0")

# Packages that state no licence in their metadata; docs/dependencies.md says what theirs is.
UNSTATED = {"axe-playwright-python", "espeakng-loader", "fal-client", "replicate"}


def test_every_direct_dependency_has_a_line_and_no_line_is_stale(root: Path) -> None:
    page = (root / "docs/dependencies.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| `([^`]+)` \|", page, flags=re.MULTILINE)
    assert len(explained) == len(set(explained))
    assert set(explained) == direct(root)


def test_the_locks_pin_every_direct_dependency(root: Path) -> None:
    optional = direct(root, extras=("piper",)) - direct(root, extras=())
    assert direct(root) - optional <= pins(root / "requirements-dev.lock").keys()
    assert direct(root, extras=("build",)) <= pins(root / "requirements.lock").keys()
    assert direct(root, extras=("build", "postgres", "s3")) <= pins(root / "requirements-scaled.lock").keys()


def test_the_locks_hold_the_same_versions(root: Path) -> None:
    narrow, scaled, wide = (pins(root / lock) for lock in LOCKS)
    assert narrow.items() <= scaled.items() <= wide.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_hashes_for_everything_and_no_address(root: Path, lock: str) -> None:
    text = (root / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert re.findall(r"://|--index|--find-links|--extra-index| @ |file:", text) == []


def test_every_locked_package_has_a_licence_that_fits(root: Path) -> None:
    known = {name: licence for name in pins(root / LOCKS[-1]) if (licence := licence_of(name)) is not None}
    assert len(known) > 40
    assert {name for name, licence in known.items() if not FITTING.search(licence)} == UNSTATED


def test_everything_the_product_imports_is_asked_for_by_name(root: Path, python_files: list[Path]) -> None:
    product = [path for path in python_files if path.relative_to(root).parts[0] in PRODUCT]
    imported = {name for path in product for name in imports(path)} - sys.stdlib_module_names - PRODUCT
    owners = {"piper": ["piper-tts"], **packages_distributions()}
    undeclared = {
        name for name in imported if not direct(root, extras=("piper", "s3")) & named(owners.get(name, [name]))
    }
    assert undeclared == set()


def direct(root: Path, extras: tuple[str, ...] = ("build", "piper", "dev")) -> set[str]:
    """The names pyproject.toml asks for, with the given extras."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(item for extra in extras for item in optional[extra])]
    return {re.split(r"[^A-Za-z0-9._-]", item)[0].lower() for item in wanted}


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z][^=\s]*)==(\S+)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE))


def imports(path: Path) -> Iterator[str]:
    """The top-level names a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def named(distributions: list[str]) -> set[str]:
    return {re.sub(r"[-_.]+", "-", name.lower()) for name in distributions}


def licence_of(name: str) -> str | None:
    """What an installed package says about its licence, in one line; None when it is not for this platform."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return None
    classifiers = [line for line in said.get_all("Classifier") or [] if line.startswith("License")]
    fields = [line for key in ("License-Expression", "License") for line in said.get_all(key) or []]
    return " / ".join([line.partition("\n")[0] for line in [*fields, *classifiers] if line])
