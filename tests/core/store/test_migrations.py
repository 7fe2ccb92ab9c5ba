"""The migrations build exactly the tables of tables.py, and opening a known database costs no alembic."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from core.store.engine import open_database
from core.store.migrations import HEAD
from core.store.migrations.upgrade import config
from core.store.tables import metadata


async def test_migrations_build_exactly_the_tables(tmp_path: Path) -> None:
    database = await open_database("", tmp_path)
    async with database.read() as db:
        migrated = await db.run_sync(_forms)
        differences = await db.run_sync(
            lambda c: compare_metadata(MigrationContext.configure(c, opts={"compare_type": True}), metadata)
        )
    await database.close()
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        metadata.create_all(connection)
        written = _forms(connection)
    engine.dispose()
    assert differences == []
    assert migrated == written


def test_the_known_head_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == HEAD


async def test_a_known_database_opens_without_alembic(tmp_path: Path) -> None:
    await (await open_database("", tmp_path)).close()
    program = (
        "import asyncio, pathlib, sys\n"
        "from core.store.engine import open_database\n"
        "async def main():\n"
        "    await (await open_database('', pathlib.Path(sys.argv[1]))).close()\n"
        "asyncio.run(main())\n"
        "sys.exit('alembic' in sys.modules)\n"
    )
    assert _run(program, str(tmp_path)) == 0


async def test_two_openings_at_once_migrate_once(tmp_path: Path) -> None:
    databases = await asyncio.gather(*(open_database("", tmp_path) for _ in range(4)))
    for database in databases:
        async with database.read() as db:
            assert (await db.execute(sa.text("SELECT count(*) FROM alembic_version"))).scalar() == 1
        await database.close()


def _run(program: str, argument: str) -> int:
    return subprocess.run([sys.executable, "-W", "error", "-c", program, argument], check=False).returncode


def _forms(connection: sa.Connection) -> dict[str, list[str]]:
    """Every table and index as its words, spacing and the order of constraints aside."""
    found = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'"
    )
    return {name: sorted(_parts(re.sub(r"\s+", " ", sql))) for name, sql in found}


def _parts(sql: str) -> list[str]:
    head, _, body = sql.replace(" )", ")").removesuffix(")").partition("(")
    return [head, *(part.strip() for part in re.split(r",(?![^(]*\))", body))]
