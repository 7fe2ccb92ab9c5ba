"""The receipt: what was quoted and what was paid, in the delivered film.json and report.txt (B2)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.media import ffmpeg
from core.pipeline.quote import how_far_apart
from core.studio.bills import Costs


def lay_receipt(files: Mapping[str, Path], costs: Costs) -> None:
    """Add the money to the files of a delivered film; a film that cost nothing gets none.

    Only copies in the person's folder are changed: what is kept stays as it is. Raises NoRoom.
    """
    if not costs.spent and costs.quoted is None:
        return
    with ffmpeg.room(files["manifest"].parent):
        document = json.loads(files["manifest"].read_text(encoding="utf-8"))
        text = json.dumps({**document, "money": receipt(costs)}, ensure_ascii=False, indent=2)
        files["manifest"].write_text(text + "\n", encoding="utf-8")
        report = files["report_text"]
        report.write_text(
            f"{report.read_text(encoding='utf-8')}Money     {in_words(costs)}\n", encoding="utf-8"
        )


def receipt(costs: Costs) -> dict[str, Any]:
    """The money as plain JSON, in micro-dollars."""
    told: dict[str, Any] = {
        "paid_micro_dollars": costs.spent,
        "estimated_micro_dollars": costs.estimated,
        "refused_micro_dollars": costs.refused,
        "unconfirmed_micro_dollars": costs.assumed,
        "by_step": {row.name: row.spent for row in costs.by_step},
        "by_model": {row.name: row.spent for row in costs.by_model},
    }
    if costs.quoted is not None:
        low, high = costs.quoted
        told["quoted_micro_dollars"] = [low, high]
        told["paid_of_quoted_micro_dollars"] = costs.paid_of_quoted
        told["quote"] = how_far_apart(low, high, costs.paid_of_quoted)
    return told


def in_words(costs: Costs) -> str:
    """One line for the report, such as "quoted $1.43 to $5.98, paid $3.84 of it: within the quote"."""
    lost = f", {_usd(costs.refused)} of it for results of no use" if costs.refused else ""
    if costs.quoted is None:
        return f"paid {_usd(costs.spent)} without a quote{lost}"
    low, high = costs.quoted
    apart = how_far_apart(low, high, costs.paid_of_quoted)
    rest = costs.spent - costs.paid_of_quoted
    before = f"; {_usd(rest)} more before it" if rest else ""
    return f"quoted {_usd(low)} to {_usd(high)}, paid {_usd(costs.paid_of_quoted)}: {apart}{before}{lost}"


def _usd(micro: int) -> str:
    return f"${micro / 1_000_000:.2f}"
