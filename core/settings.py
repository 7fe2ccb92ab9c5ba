"""Every setting of the product, read once; .env.example names exactly these fields (a test says so)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the environment and `.env`; secrets are SecretStr and never printed."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    data_dir: Path = Field(default=Path("data"), description="Folder for the database and the media store.")
    database_url: str = Field(default="", description="SQLAlchemy address; empty keeps SQLite inside DATA_DIR.")
    media_url: str = Field(
        default="",
        description="s3://bucket/folder keeps media in an object store; empty keeps them inside DATA_DIR.",
    )
    media_endpoint: str = Field(
        default="", description="Address of the object store; empty is Amazon's in MEDIA_REGION."
    )
    media_public_endpoint: str = Field(
        default="",
        description="Address at which browsers reach the object store; empty is the same as MEDIA_ENDPOINT.",
    )
    media_region: str = Field(default="us-east-1", description="Region of the bucket.")
    media_access_key: SecretStr = Field(
        default=SecretStr(""), description="Key that may get, put, delete and list objects of the bucket."
    )
    media_secret_key: SecretStr = Field(default=SecretStr(""), description="The secret of that key.")
    media_cache: Decimal = Field(
        default=Decimal(10),
        gt=0,
        description="Gigabytes of the object store's files that DATA_DIR keeps at hand.",
    )
    make_films: bool = Field(
        default=True,
        description="false leaves making films to video-story worker; only with a PostgreSQL as DATABASE_URL.",
    )
    ffmpeg: str = Field(default="", description="Path of an ffmpeg to use; empty uses the bundled one.")
    local_workers: int = Field(
        default=0, ge=0, description="How many local makers work at once; 0 means one per core."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="WARNING", description="DEBUG, INFO, WARNING or ERROR."
    )

    log_format: Literal["text", "json"] = Field(
        default="text",
        description="text goes to DATA_DIR/video-story.log, json to standard error, an object on each line.",
    )

    drain_seconds: float = Field(
        default=20.0,
        ge=0,
        le=600,
        description="Seconds a program that is told to stop waits for answers it has paid for.",
    )

    openrouter_api_key: SecretStr = Field(
        default=SecretStr(""), description="Language models through OpenRouter."
    )
    anthropic_api_key: SecretStr = Field(
        default=SecretStr(""), description="Language models of Anthropic, used only when OpenRouter cannot."
    )
    openai_api_key: SecretStr = Field(
        default=SecretStr(""), description="For a server that speaks OpenAI's protocol; may be any word."
    )
    replicate_api_token: SecretStr = Field(
        default=SecretStr(""), description="Pictures, clips, lip sync, speech."
    )
    fal_key: SecretStr = Field(default=SecretStr(""), description="Pictures, clips, lip sync, speech, music.")

    openrouter_base_url: str = Field(
        default="https://openrouter.ai/api/v1", description="Address of OpenRouter, version included."
    )
    anthropic_base_url: str = Field(default="https://api.anthropic.com", description="Address of Anthropic.")
    openai_base_url: str = Field(
        default="", description="Address of a server that speaks OpenAI's protocol: Ollama, vLLM, llama.cpp."
    )
    openai_model: str = Field(default="", description="The model to ask that server for.")
    openai_hearing_model: str = Field(
        default="",
        description="A model of that server that writes voice notes down; empty leaves them unheard.",
    )
    replicate_base_url: str = Field(default="https://api.replicate.com", description="Address of Replicate.")
    fal_run_url: str = Field(default="https://fal.run", description="fal: calls that answer at once.")
    fal_queue_url: str = Field(default="https://queue.fal.run", description="fal: calls that wait in a queue.")
    fal_rest_url: str = Field(default="https://rest.fal.ai", description="fal: uploads.")
    fal_api_url: str = Field(default="https://api.fal.ai", description="fal: account and balance.")
    allow_loopback_media: bool = Field(
        default=False, description="Let result files come from this machine; only for a stand-in."
    )
    models_file: Path | None = Field(
        default=None, description="A file of further models, written as core/catalogue/models.toml is."
    )

    at_once: str = Field(
        default="",
        description="Requests your accounts run at once: fal=2 for a new one; else as the catalogue says.",
    )

    create_per_minute: int = Field(
        default=30, ge=0, description="Films one person may begin in a minute; 0 sets no bound."
    )
    sign_in_per_minute: int = Field(
        default=20, ge=0, description="Tries to sign in from one address in a minute; 0 sets no bound."
    )

    metrics_open: bool = Field(
        default=False,
        description="Let everybody who reaches the page read /metrics, not only this machine and its owner.",
    )

    public_base_url: str = Field(
        default="",
        description="Address at which people reach this installation, such as https://films.example.",
    )

    web_host: str = Field(
        default="127.0.0.1", description="Address the page listens on; 0.0.0.0 lets other machines in."
    )
    web_port: int = Field(default=8000, ge=0, le=65535, description="Port of the page; 0 takes a free one.")

    mcp_allowed_hosts: str = Field(
        default="",
        description="Further names agents reach /mcp by, parted by commas, such as films.lan:8000.",
    )

    telegram_bot_token: SecretStr = Field(
        default=SecretStr(""), description="The bot's token from BotFather; empty leaves the chat off."
    )
    telegram_mode: Literal["polling", "webhook", "off"] = Field(
        default="polling", description="polling, webhook (needs PUBLIC_BASE_URL) or off."
    )
    telegram_api_base: str = Field(
        default="https://api.telegram.org", description="Origin of the Bot API, or of a server of one's own."
    )
    telegram_file_base: str = Field(
        default="", description="Origin to fetch people's files from; empty is the same as TELEGRAM_API_BASE."
    )
    telegram_local_server: bool = Field(
        default=False, description="The Bot API server is our own, started with --local: files up to 2000 MB."
    )
    telegram_webhook_secret: SecretStr = Field(
        default=SecretStr(""), description="1 to 256 of A-Z a-z 0-9 _ - that Telegram sends with every update."
    )
    telegram_admins: str = Field(
        default="", description="User ids, parted by commas, that may use the bot and let others in."
    )
    telegram_allowed_users: str = Field(
        default="",
        description="User ids that may use the bot, parted by commas; the word everybody lets all in.",
    )
    telegram_allowed_chats: str = Field(
        default="", description="Ids of groups the bot works in, parted by commas."
    )
    telegram_app: str = Field(
        default="",
        description="Short name of the page as BotFather knows it (/newapp): groups open it inside Telegram.",
    )
    telegram_effect: str = Field(
        default="", description="Id of a message effect for the finished film, in private chats."
    )
    telegram_pace: float = Field(
        default=1.0,
        gt=0,
        le=10,
        description="Factor on the bot's waiting times; below 1 only against a stand-in.",
    )

    project_ceiling: Decimal | None = Field(
        default=None, ge=0, description="Dollars a new project may spend in all; empty sets no ceiling."
    )
    person_day_ceiling: Decimal | None = Field(
        default=None, ge=0, description="Dollars a person may spend a day."
    )
    person_month_ceiling: Decimal | None = Field(
        default=None, ge=0, description="Dollars a person may spend a month."
    )
    day_ceiling: Decimal | None = Field(
        default=None, ge=0, description="Dollars this installation may spend a day (UTC)."
    )
    month_ceiling: Decimal | None = Field(
        default=None, ge=0, description="Dollars this installation may spend a month (UTC)."
    )

    keep_free_takes_days: int = Field(
        default=0,
        ge=0,
        description="Days after which unused takes that cost nothing are deleted; 0 keeps them all.",
    )
    disk_budget: Decimal | None = Field(
        default=None, gt=0, description="Gigabytes DATA_DIR may hold; a warning comes before it is full."
    )

    def keys(self) -> frozenset[str]:
        """Names of the settings that hold a key, as the catalogue's lanes name them."""
        secrets = {
            name.upper()
            for name in type(self).model_fields
            if isinstance(value := getattr(self, name), SecretStr) and value.get_secret_value()
        }
        return frozenset(secrets | ({"OPENAI_BASE_URL"} if self.openai_base_url else set()))

    def media_origin(self, *, public: bool = False) -> str:
        """Where the object store is, for us or for browsers; "" while media lie inside DATA_DIR."""
        if not self.media_url:
            return ""
        ours = self.media_endpoint or f"https://s3.{self.media_region}.amazonaws.com"
        return ((public and self.media_public_endpoint) or ours).rstrip("/")
