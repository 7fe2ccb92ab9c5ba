"""What the bridge takes beside a body and what it answers, as the OpenAPI document tells it (agents.md 6.5)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

State = Literal["queued", "running", "needs_input", "needs_confirmation", "completed", "failed", "cancelled"]


class WaitQuery(BaseModel):
    """How long an answer may take."""

    model_config = ConfigDict(extra="ignore")

    wait: float = Field(0, ge=0, description="Seconds to wait for the end, at most 45.")


class VariantQuery(BaseModel):
    """Which film."""

    model_config = ConfigDict(extra="ignore")

    variant: Literal["original", "chat"] = "original"


class BridgeStatus(BaseModel):
    """How a film stands; what is not known is left out. `next` tells what to do now."""

    project_id: str
    state: State
    progress: float
    cost_so_far: float
    poll_after_seconds: int
    status_url: str
    next: str
    stage: str = ""
    message: str = ""
    note: str = ""
    eta_seconds: int = 0
    export_url: str = ""
    delivery_required: bool = False
    export_fetched_at: str = ""
    quote_id: str = ""
    low_usd: float = 0
    high_usd: float = 0
    expires_at: str = ""
    reminder: str = ""


class BridgeExport(BaseModel):
    """A finished film and how to get it. The task is complete only when the person has it."""

    project_id: str
    state: Literal["completed"]
    variant: Literal["original", "chat"]
    file_name: str
    mime_type: str
    size_bytes: int
    sha256: str
    duration_seconds: float
    width: int
    height: int
    self_check_passed: bool
    download_url: str
    expires_at: str
    delivery_required: bool
    next: str
    local_path: str = ""
    variants: list[str] = []
    export_fetched_at: str = ""
