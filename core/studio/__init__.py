"""The studio: the core's front door. Faces call these verbs and nothing else.

Every verb takes the person who asks and looks whether that person may; a stranger is told that there is no such
project. Verbs that change a project say what the change makes stale, and spend nothing.
"""

from __future__ import annotations

from core.changes import Change
from core.jobs.collect import Orphan
from core.jobs.figures import Figures
from core.jobs.logbook import LogLine
from core.media.qr import qr_svg
from core.pipeline.looks import Look, NeedsSetup
from core.store.backup import Kept
from core.store.logins import Login
from core.store.people import SESSION, Person, Token
from core.studio.bills import Account, Ceiling, Check, Cost, Costs, Offer, Platform, Quote, QuoteLine
from core.studio.handing import Handed, Standing, moment
from core.studio.health import doctor
from core.studio.links import FOLDER, Links, shares_disk
from core.studio.looking import shot_lines, voice_rows
from core.studio.moving import Moved, migrate
from core.studio.naming import entity_named, numbers, slot_named
from core.studio.opening import Begin, Studio, open_studio, work
from core.studio.ordering import Order
from core.studio.people import SESSION_TIME
from core.studio.safekeeping import back_up, bring_back
from core.studio.values import (
    Activity,
    Again,
    Brief,
    ChangePreview,
    Delivered,
    Event,
    Film,
    JobView,
    MediaFile,
    ModelView,
    ProjectCard,
    Run,
    RunState,
    Sent,
    Status,
    StepStatus,
    Unsettled,
    Unused,
)
from core.studio.watching import Shown, TimedLine, TimedShot, TimelineView, Waveform

__all__ = [
    "Moved",
    "Account",
    "Activity",
    "Again",
    "Begin",
    "Brief",
    "Ceiling",
    "Change",
    "ChangePreview",
    "Check",
    "Cost",
    "Costs",
    "Delivered",
    "Event",
    "FOLDER",
    "Figures",
    "Film",
    "Handed",
    "JobView",
    "Kept",
    "LogLine",
    "Login",
    "Links",
    "Look",
    "MediaFile",
    "ModelView",
    "NeedsSetup",
    "Offer",
    "Order",
    "Orphan",
    "Person",
    "Platform",
    "ProjectCard",
    "Quote",
    "QuoteLine",
    "Run",
    "RunState",
    "SESSION",
    "SESSION_TIME",
    "Sent",
    "Shown",
    "Standing",
    "Status",
    "StepStatus",
    "Studio",
    "TimedLine",
    "TimedShot",
    "TimelineView",
    "Unsettled",
    "Token",
    "Waveform",
    "Unused",
    "back_up",
    "migrate",
    "bring_back",
    "doctor",
    "entity_named",
    "moment",
    "numbers",
    "open_studio",
    "qr_svg",
    "shares_disk",
    "shot_lines",
    "slot_named",
    "voice_rows",
    "work",
]
