"""The token-leak check: the bot token may stand in the path of a request and nowhere else."""

from __future__ import annotations

import logging
from pathlib import Path

from aiohttp import web

from .params import Params


class Leaks:
    """Looks for the token wherever the product puts words, and remembers where it was found."""

    def __init__(self, token: str) -> None:
        self._secret = token.partition(":")[2]
        self.found: list[str] = []
        self._ear = _Ear(self)

    def scan(self, where: str, text: str | bytes) -> bool:
        """Whether the text is clean; what was found is remembered under `where`."""
        secret: str | bytes = self._secret.encode() if isinstance(text, bytes) else self._secret
        if secret in text:  # type: ignore[operator]
            self.found.append(where)
            return False
        return True

    def scan_folder(self, folder: Path) -> bool:
        """Every file below a folder: logs, databases, exports."""
        files = [one for one in sorted(folder.rglob("*")) if one.is_file()]
        return all([self.scan(str(one.relative_to(folder)), one.read_bytes()) for one in files])

    def scan_request(self, request: web.Request, method: str, params: Params) -> None:
        """Everything of a request but its path."""
        self.scan(f"query of {method}", request.query_string)
        for name, value in request.headers.items():
            self.scan(f"header {name} of {method}", value)
        for name, given in params.values.items():
            self.scan(f"{name} of {method}", str(given))
        for name, upload in params.uploads.items():
            self.scan(f"file {name} of {method}", upload.data)
            self.scan(f"file name {name} of {method}", upload.name)

    def listen(self) -> None:
        """Read along with the log of this process."""
        logging.getLogger().addHandler(self._ear)

    def stop(self) -> None:
        logging.getLogger().removeHandler(self._ear)


class _Ear(logging.Handler):
    def __init__(self, leaks: Leaks) -> None:
        super().__init__()
        self._leaks = leaks
        self.setFormatter(logging.Formatter())

    def emit(self, record: logging.LogRecord) -> None:
        self._leaks.scan(f"log line of {record.name}", self.format(record))
