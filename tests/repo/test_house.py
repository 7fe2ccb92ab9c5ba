"""The rules every file of the repository keeps, whoever writes it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

LONGEST_FILE = 600
LONGEST_FUNCTION = 60

# Put together here, so that this file does not contain what it looks for.
REGISTRY_HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("npmjs", "org"), ("debian", "org"))]
REGISTRY_HOSTS.append("python" + "hosted")
PRIVATE_PATHS = [rf"(?<![\w./-])/{name}/" for name in ("work", "root", "tmp", "home/\\w+/work")]

FORBIDDEN_ENDINGS = re.compile(r"(Manager|Helper|Util|Service|Base|Impl)s?$")


def test_no_file_names_a_package_registry(root: Path, files: list[Path]) -> None:
    hosts = re.compile("|".join(map(re.escape, REGISTRY_HOSTS)))
    report(found(root, files, hosts))


def test_no_file_names_a_path_of_somebody_s_machine(root: Path, files: list[Path]) -> None:
    report(found(root, files, re.compile("|".join(PRIVATE_PATHS))))


def test_every_module_says_first_what_belongs_in_it(root: Path, python_files: list[Path]) -> None:
    silent = [path for path in python_files if not ast.get_docstring(tree(path))]
    report(names(root, silent))


def test_every_script_says_first_what_it_does(root: Path, files: list[Path]) -> None:
    scripts = [path for path in files if path.suffix == ".sh" or path == root / ".ci/run"]
    silent = [path for path in scripts if not path.read_text().splitlines()[1].startswith("# ")]
    assert scripts
    report(names(root, silent))


def test_no_python_file_is_too_long_to_read_in_one_go(root: Path, python_files: list[Path]) -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files}
    report([f"{path.relative_to(root)}: {n} lines" for path, n in lengths.items() if n > LONGEST_FILE])


def test_no_function_is_too_long_to_hold_in_mind(root: Path, python_files: list[Path]) -> None:
    too_long = [
        f"{path.relative_to(root)}:{node.lineno} {node.name}: {lines} lines"
        for path in python_files
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    report(too_long)


def test_no_class_or_module_has_a_name_that_says_nothing(root: Path, python_files: list[Path]) -> None:
    classes = [
        f"{path.relative_to(root)}:{node.lineno} {node.name}"
        for path in python_files
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and FORBIDDEN_ENDINGS.search(node.name)
    ]
    vague = [path for path in python_files if re.search(r"(manager|helper|util|service|impl)s?$", path.stem)]
    report([*classes, *names(root, vague)])


def report(offenders: list[str]) -> None:
    """Fail and name every offender; pytest's own message would show the first only."""
    assert not offenders, "\n".join(["", *offenders])


def found(root: Path, files: list[Path], pattern: re.Pattern[str]) -> list[str]:
    """ "file:line text" of every match in the files that are text."""
    return [
        f"{path.relative_to(root)}:{number} {line.strip()[:80]}"
        for path in files
        for number, line in enumerate(text_lines(path), 1)
        if pattern.search(line)
    ]


def text_lines(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    if b"\0" not in data[:4096]:
        yield from data.decode("utf-8", errors="replace").splitlines()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def names(root: Path, paths: list[Path]) -> list[str]:
    return [str(path.relative_to(root)) for path in paths]
