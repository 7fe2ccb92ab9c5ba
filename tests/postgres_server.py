"""A real PostgreSQL for tests: started once for each pytest process, a database of its own for each test.

The server's programs are those of the system (Debian: apt-get install postgresql). Where there are none, what
needs them is skipped and says so.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from core.jobs.dispatch import Dispatcher
from core.jobs.lanes import Lane, Lanes, Limits
from core.store.addresses import engine_address
from core.store.engine import open_database

WHY_NOT = "there is no PostgreSQL on this machine (Debian: apt-get install postgresql)"

_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "autovacuum": "off",
}
"""Nothing here has to outlive the machine, and nobody from outside comes in."""


def programs() -> Path | None:
    """The folder with initdb and postgres; the newest version when there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return None if on_path is None else Path(on_path).resolve().parent


class Server:
    """A server on a socket in a folder of its own."""

    def __init__(self, bin_: Path) -> None:
        self._bin = bin_
        self._home = Path(tempfile.mkdtemp(prefix="vs-postgres-"))
        self._user = _unprivileged()
        self._count = itertools.count()
        self._free: list[str] = []

    def start(self) -> None:
        """Begin it, with a migrated database to copy; about a second and a half."""
        self._home.chmod(0o755)
        if self._user is not None:
            shutil.chown(self._home, self._user)
        self._run("initdb", "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C")
        options = " ".join(f"-c {name}={value}" for name, value in _OPTIONS.items() if value)
        options += f" -c listen_addresses= -k {self._home}"
        self._run("pg_ctl", "start", "--wait", f"--options={options}", f"--log={self._home / 'server.log'}")
        self._ask("CREATE DATABASE template_film")
        asyncio.run(_migrate(self.url("template_film"), self._home))

    def stop(self) -> None:
        if (self._home / "data" / "postmaster.pid").exists():  # it may have been stopped with its machine
            self._run("pg_ctl", "stop", "--mode=immediate")
        shutil.rmtree(self._home, ignore_errors=True)

    def url(self, name: str) -> str:
        """What DATABASE_URL says for a database of this server."""
        return f"postgresql+asyncpg://postgres@/{name}?host={self._home}"

    def new_database(self, *, migrated: bool = True) -> str:
        """The address of a fresh database."""
        name = f"film_{next(self._count)}"
        self._ask(f"CREATE DATABASE {name} TEMPLATE {'template_film' if migrated else 'template0'}")
        return self.url(name)

    def lend(self) -> str:
        """The address of an empty, migrated database, to be given back; a new one is a thousand new files."""
        return self._free.pop() if self._free else self.new_database()

    def take_back(self, url: str) -> None:
        """Empty a database that was lent, whoever still holds a connection to it."""
        self._ask(_ALONE, url)
        self._ask(_EMPTY, url)
        self._free.append(url)

    def _ask(self, statement: str, url: str = "") -> None:
        name = url.partition("@/")[2].partition("?")[0] or "postgres"
        with psycopg.connect(f"host={self._home} user=postgres dbname={name}", autocommit=True) as db:
            db.execute(statement.encode())

    def _run(self, program: str, *arguments: str) -> None:
        command = [self._bin / program, f"--pgdata={self._home / 'data'}", *arguments]
        # The server inherits what it is given: with a pipe for its output nobody would see the end of it.
        with (self._home.with_suffix(".out")).open("w+") as said:
            code = subprocess.run(command, user=self._user, stdout=said, stderr=said, cwd="/").returncode
            said.seek(0)
            told = said.read()
        self._home.with_suffix(".out").unlink()
        assert code == 0, f"{program}: {told}"


_ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

_EMPTY = """
DO $$ BEGIN
    EXECUTE (SELECT 'TRUNCATE ' || string_agg(format('%I.%I', schemaname, tablename), ', ')
             FROM pg_tables WHERE schemaname IN ('public', 'dbos')
             AND tablename NOT IN ('alembic_version', 'dbos_migrations')) || ' RESTART IDENTITY';
END $$
"""


def _unprivileged() -> str | None:
    """Whom the server runs as: it refuses to be root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


async def _migrate(url: str, home: Path) -> None:
    """Our tables, and those of DBOS, which would take each test half a second to make."""
    await (await open_database(url, home)).close()
    dispatcher = Dispatcher(_nothing, Lanes(shop=Lane("shop", Limits(shared=True))), print)
    await dispatcher.launch(engine_address(url), "template")
    await dispatcher.close()


async def _nothing(job_id: str) -> None:
    raise AssertionError("a template has no jobs")
