"""The log of a command: lines for a person in DATA_DIR, or objects for programs that collect logs."""

from __future__ import annotations

import contextlib
import json
import logging
import logging.handlers
import sys
from datetime import UTC, datetime
from typing import Any

from core.settings import Settings


def keep_log(chosen: Settings) -> None:
    """What the engine has to say goes to DATA_DIR/video-story.log; the terminal is for the person.

    With LOG_FORMAT=json it goes to standard error instead, where a container's supervisor reads it.
    """
    log = logging.getLogger()
    log.setLevel(chosen.log_level)
    logging.raiseExceptions = False
    if chosen.log_format == "json":
        told: logging.Handler = logging.StreamHandler(sys.stderr)
        told.setFormatter(AsJson())
        log.addHandler(told)
        return
    with contextlib.suppress(OSError):
        chosen.data_dir.mkdir(parents=True, exist_ok=True)
        file = chosen.data_dir / "video-story.log"
        handler = logging.handlers.RotatingFileHandler(file, maxBytes=1_000_000, backupCount=1, delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        log.addHandler(handler)


class AsJson(logging.Formatter):
    """One JSON object per line: time, level, logger, message, and the exception where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0] is not None:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)
