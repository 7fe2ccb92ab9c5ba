"""Every setting of the product, read once; .env.example names exactly these fields (a test says so)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the environment and `.env`; secrets are SecretStr and never printed."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    data_dir: Path = Field(default=Path("data"), description="Folder for the database and the media store.")
    database_url: str = Field(default="", description="SQLAlchemy address; empty keeps SQLite inside DATA_DIR.")
    ffmpeg: str = Field(default="", description="Path of an ffmpeg to use; empty uses the bundled one.")
    local_workers: int = Field(
        default=0, ge=0, description="How many local makers work at once; 0 means one per core."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="WARNING", description="DEBUG, INFO, WARNING or ERROR."
    )
