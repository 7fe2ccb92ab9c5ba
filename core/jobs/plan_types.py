"""Where the plan's types live: core/pipeline/planned.py (jobs stand above the pipeline and may import it)."""

from core.pipeline.planned import Accept, Accepted, Plan, PlannedJob

__all__ = ["Accept", "Accepted", "Plan", "PlannedJob"]
