"""The doctor: looks at everything a film needs on this machine, and says what is wrong and what to do about it.

Each check stands alone and never raises; one that cannot be made says why. Nothing is paid for.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from core.catalogue.models import Access, Catalogue, load_catalogue
from core.errors import ProviderError, StudioError
from core.jobs.lock import running_engine
from core.media import ffmpeg, fonts
from core.providers.accounts import PROVIDERS, Standing, standings
from core.providers.local.voice.espeak import Call, EspeakProcess
from core.settings import Settings
from core.store import facts
from core.store.engine import open_database
from core.store.far import media_of
from core.studio.bills import Check

ROOM_NEEDED = 500_000_000
"""Bytes below which a film of a few minutes may not fit: pieces, narration, the film and its copy."""

ROOM_WANTED = 2_000_000_000

SPEED_BYTES = 32_000_000
SPEED_WANTED = 20.0
"""Megabytes a second below which writing a film is felt: its encoder writes about one."""

CLOCK_WARN = 60.0
CLOCK_FAIL = 600.0
"""Seconds: quotes last fifteen minutes, and services refuse signed requests of another time."""

LOW_BALANCE = 1_000_000
"""Micro-dollars below which a film of a few shots may stop."""

CHECK_SECONDS = 30.0


async def doctor(settings: Settings) -> tuple[Check, ...]:
    """Every check, in the order a person should read them. Raises nothing."""
    told = asyncio.ensure_future(standings(settings))
    here: list[tuple[str, Callable[[Settings], Awaitable[Check]]]] = [
        ("folder", _lock),
        ("disk", _disk),
        ("database", _database),
        ("media", _media),
        ("ffmpeg", _ffmpeg),
        ("fonts", _fonts),
        ("voice", _voice),
        ("catalogue", _catalogue),
    ]
    found = [await _made(name, check, settings) for name, check in here]
    answers = {one.provider: one for one in await told}
    return (*found, *_keys(settings, answers), _clock(answers), *_warnings(settings))


async def _made(name: str, check: Callable[[Settings], Awaitable[Check]], settings: Settings) -> Check:
    """A check that raises or hangs is a failed check, not an end of the examination."""
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check(settings)
    except TimeoutError:
        return Check(name, "fail", f"did not finish within {CHECK_SECONDS:.0f} s", "Try again when less runs.")
    except StudioError as error:
        return Check(name, "fail", error.what, error.next_step)
    except Exception as error:
        return Check(name, "fail", f"{type(error).__name__}: {error}"[:300], "Report this; it should not be.")


# this machine


async def _lock(settings: Settings) -> Check:
    folder = settings.data_dir.absolute()
    with ffmpeg.room(folder):
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / "engine.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        pid = running_engine(folder).get("pid", "unknown")
        return Check("folder", "ok", f"{folder}: process {pid} makes films here; commands work through it")
    finally:
        os.close(handle)
    return Check("folder", "ok", f"{folder}: free")


async def _disk(settings: Settings) -> Check:
    folder = settings.data_dir
    free = shutil.disk_usage(folder).free
    if free < ROOM_NEEDED:
        return Check("disk", "fail", f"only {_size(free)} free", f"Free some space on the disk of {folder}.")
    speed = await asyncio.to_thread(_speed, folder)
    words = f"{_size(free)} free, writes {speed:.0f} MB/s"
    if free < ROOM_WANTED:
        return Check("disk", "warn", words, "A long film may not fit; free some space.")
    if speed < SPEED_WANTED:
        return Check("disk", "warn", words, "That is slow; put DATA_DIR on a faster disk.")
    return Check("disk", "ok", words)


def _speed(folder: Path) -> float:
    """Megabytes a second, written through to the disk."""
    block = os.urandom(1_000_000)
    with ffmpeg.room(folder), tempfile.NamedTemporaryFile(dir=folder) as file:
        began = time.perf_counter()
        for _ in range(SPEED_BYTES // len(block)):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
        return SPEED_BYTES / 1e6 / max(1e-6, time.perf_counter() - began)


async def _database(settings: Settings) -> Check:
    """Opening it brings it to the newest form; a row that is written and read again proves the rest."""
    database = await open_database(settings.database_url, settings.data_dir)
    try:
        now = datetime.now(UTC).isoformat()
        async with database.write() as db:
            await facts.remember(db, "doctor", now)
        async with database.read() as db:
            kept = await facts.recall(db, "doctor")
        dialect = database.engine.dialect.name
    finally:
        await database.close()
    if kept != now:
        return Check("database", "fail", "what was written could not be read again", "Restore a backup.")
    return Check("database", "ok", f"{dialect}, newest form, can be written")


async def _media(settings: Settings) -> Check:
    """A file that is put into the object store and fetched again proves the rest."""
    media = media_of(settings)
    try:
        trouble = await media.trouble()
    finally:
        media.close()
    if trouble:
        return Check("media", "fail", trouble, "Films under way wait for it; nothing is paid again.")
    if not media.far:
        return Check("media", "ok", f"in {media.root.absolute()}")
    most = _size(int(settings.media_cache * 10**9))
    return Check("media", "ok", f"in {settings.media_url}, at most {most} of it here")


async def _ffmpeg(settings: Settings) -> Check:
    program = await asyncio.to_thread(ffmpeg.find, settings.ffmpeg)
    has = await _said(program.path, "-encoders")
    missing = [name for name in ("libx264", "aac") if f" {name} " not in has]
    if " ass " not in await _said(program.path, "-filters"):
        missing.append("the filter ass")
    words = f"{program.version} at {program.path}"
    if missing:
        advice = "Leave FFMPEG empty to use the bundled one, which has everything."
        return Check("ffmpeg", "fail", f"{words} lacks {', '.join(missing)}", advice)
    with tempfile.TemporaryDirectory() as folder:
        picture = ffmpeg.source("color=size=64x64:rate=24:duration=0.25", f="lavfi")
        args = ffmpeg.command(program, picture, "probe.mp4", vcodec="libx264")
        try:
            await ffmpeg.run(args, Path(folder), limit=20)
        except ffmpeg.FfmpegFailed as failed:
            return Check(
                "ffmpeg", "fail", f"{words}: {failed}"[:300], "Leave FFMPEG empty to use the bundled one."
            )
    return Check("ffmpeg", "ok", f"{words}: encodes H.264 and AAC, draws captions")


async def _said(path: str, *words: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *(path, "-hide_banner", *words),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    said, _ = await process.communicate()
    return said.decode(errors="replace")


async def _fonts(settings: Settings) -> Check:
    count = await asyncio.to_thread(_laid)
    return Check("fonts", "ok", f"{count} families: Latin, Cyrillic, Arabic, Hebrew, Thai, Chinese and more")


def _laid() -> int:
    """How many font files could be laid out."""
    with tempfile.TemporaryDirectory() as folder:
        fonts.lay_fonts("Ana Ана أنا אנה อานา 安娜", Path(folder))
        return len(os.listdir(folder))


async def _voice(settings: Settings) -> Check:
    espeak = EspeakProcess()
    try:
        (sound,) = await espeak.say([Call("All is well.", "gmw/en-US")])
    except ProviderError as error:
        return Check("voice", "fail", error.message, "Install the package espeakng-loader again.")
    finally:
        await espeak.aclose()
    if not sound.samples:
        return Check("voice", "fail", "espeak-ng gave no sound", "Install the package espeakng-loader again.")
    return Check("voice", "ok", f"espeak-ng speaks ({sound.samples / sound.rate:.1f} s of sound)")


async def _catalogue(settings: Settings) -> Check:
    catalogue = load_catalogue(settings.models_file, settings.at_once)
    keys = settings.keys()
    there = [row for row in catalogue.models.values() if catalogue.reachable(row, keys)]
    more = f", with {settings.models_file}" if settings.models_file else ""
    return Check("catalogue", "ok", f"{len(there)} of {len(catalogue.models)} models can be used{more}")


# the providers


def _keys(settings: Settings, told: dict[str, Standing]) -> Iterator[Check]:
    try:
        catalogue: Catalogue | None = load_catalogue(settings.models_file, settings.at_once)
    except StudioError:
        catalogue = None
    for name, asker in PROVIDERS.items():
        access = catalogue.lanes.get(name) if catalogue else None
        yield _key(asker.setting, access, told[name])


def _key(setting: str, access: Access | None, seen: Standing) -> Check:
    name = access.title if access else seen.provider
    if not seen.key:
        gives = f"; it would unlock {access.unlocks}" if access and access.unlocks else ""
        return Check(name, "ok", f"no key{gives}")
    if seen.works is False:
        return Check(name, "fail", seen.problem, f"Correct {setting} in the environment or in .env.")
    if seen.problem:
        advice = "Look whether the address in the settings is right and the service is up."
        return Check(name, "warn", seen.problem, advice)
    whose = f" ({seen.identity})" if seen.identity else ""
    taken = "set; it does not say whether the key works" if seen.works is None else "works"
    if seen.balance is None:
        return Check(name, "ok", f"{taken}{whose}; balance not available: {seen.not_available}")
    words = f"{taken}{whose}; ${seen.balance / 1e6:.2f} left of {seen.balance_of}"
    if seen.balance < LOW_BALANCE:
        return Check(name, "warn", words, "Add credit before you make a film with it.")
    return Check(name, "ok", words)


def _clock(told: dict[str, Standing]) -> Check:
    leads = [(abs(one.clock), one.clock, one.provider) for one in told.values() if one.clock is not None]
    if not leads:
        return Check("clock", "ok", "not compared: no service with a key answered")
    _, lead, provider = min(leads)
    words = f"{abs(lead):.0f} s {'ahead of' if lead > 0 else 'behind'} {provider}'s"
    if abs(lead) >= CLOCK_WARN:
        state = "fail" if abs(lead) >= CLOCK_FAIL else "warn"
        return Check("clock", state, words, "Let this machine set its clock by network time.")
    return Check("clock", "ok", f"agrees with {provider}'s to {max(1.0, abs(lead)):.0f} s")


def _warnings(settings: Settings) -> Iterator[Check]:
    """Settings that are right for a stand-in and wrong for anything else."""
    addresses = {
        name: str(getattr(settings, name)) for name in type(settings).model_fields if name.endswith("_url")
    }
    services = {
        name: url for name, url in addresses.items() if name not in ("database_url", "media_url") and url
    }
    local = [name for name, url in services.items() if _is_loopback(url)]
    if settings.allow_loopback_media:
        advice = "Unset ALLOW_LOOPBACK_MEDIA; it is only for a stand-in."
        where = "and services are on this machine" if local else "though no service is on this machine"
        yield Check("settings", "warn", f"result files may come from this machine, {where}", advice)
    for name, url in services.items():
        if url.startswith("http://") and not _is_loopback(url):
            words = f"{name.upper()} is not encrypted, so keys travel in the open"
            yield Check("settings", "warn", words, "Use an https address.")


def _is_loopback(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return host in ("localhost", "::1") or host.startswith("127.")


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB"
