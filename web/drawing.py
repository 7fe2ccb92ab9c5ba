"""Drawing: a story and what the Studio tells of it as the views of the API; nothing here asks anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from core.story import (
    SAMPLE_RATE,
    Entity,
    EntityKind,
    GuideImage,
    Origin,
    Segment,
    SegmentKind,
    Shot,
    Slot,
    SlotKind,
    Story,
    Take,
)
from core.studio import JobView, ModelView, NeedsSetup, Shown, TimelineView
from web import bills, views
from web.media import Signer

THUMB = 640
"""Px: width of the small copies that cards show."""

_STATES = {
    "waiting": "waiting",
    "submitting": "generating",
    "running": "generating",
    "finishing": "generating",
    "failed": "failed",
    "unknown": "unknown",
}
"""State of a job -> how its slot is shown; of others the take speaks."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that is known of a project in one moment."""

    person: str
    signer: Signer
    shown: Shown

    @property
    def story(self) -> Story:
        return self.shown.story

    @property
    def timeline(self) -> TimelineView:
        return self.shown.timeline

    @property
    def stale(self) -> frozenset[Slot]:
        return self.shown.stale

    def url(self, sha: str, width: int = 0, name: str = "") -> str:
        """The signed address of a file of this project."""
        return self.signer.address(self.person, self.story.project.id, sha, width=width, name=name)

    def title(self, model: str) -> str:
        """A model as people call it (R10); one that is no longer in the catalogue by its id."""
        return self.shown.titles.get(model, model)

    def picture(self, sha: str) -> views.PictureView:
        return views.PictureView(self.url(sha), self.url(sha, 320), sha)

    # parts of the project's view

    def entity(self, entity: Entity) -> views.EntityView:
        slot = Slot(SlotKind.REFERENCE, entity.id)
        take = self.story.takes.get(slot)
        guides = tuple(self.guide(guide) for guide in self.story.guides_of(entity.id))
        sha = take.asset if take else ""
        return views.EntityView(
            id=entity.id,
            kind=entity.kind.value,
            name=entity.name,
            appearance=entity.appearance,
            aliases=entity.aliases,
            gender=entity.gender,
            age=entity.age,
            species=entity.species,
            place=entity.place,
            voice=entity.voice,
            cast_voice=self.voice(entity.id),
            speaks=any(line.speaker == entity.id for line in self.story.segments),
            reference_image_url=self.url(sha) if take else None,
            reference_thumb_url=self.url(sha, THUMB) if take else None,
            reference_sha=sha,
            reference_image_prompt=entity.prompt,
            prompt_is_own=entity.prompt_is_own,
            reference_take=take.id if take else "",
            reference_model=self.title(take.model) if take else "",
            reference_origin=take.origin.value if take else "",
            drawn=bool(take and take.facts.get("drawn")),
            stale=slot in self.stale,
            guide_image_url=guides[0].url if guides else None,
            guide_images=guides,
            badge="reference" if take else "guides" if guides else "none",
            look=self.look(sha),
            job=self.shown.states.get(slot, ""),
        )

    def guide(self, guide: GuideImage) -> views.GuideView:
        sha = guide.asset
        return views.GuideView(
            guide.id, self.url(sha), self.url(sha, 320), guide.sort_order, sha, self.look(sha)
        )

    def look(self, sha: str) -> views.LookView | None:
        found = self.shown.looks.get(sha)
        if found is None:
            return None
        if isinstance(found, NeedsSetup):
            return views.LookView(needs_setup=found.cause)
        return views.LookView(**asdict(found))

    def voice(self, of: str) -> str:
        take = self.story.take(SlotKind.VOICE, of)
        return str(take.facts.get("voice", "")) if take else ""

    def segments(self) -> tuple[views.SegmentView, ...]:
        shot_of = {line: shot.id for shot in self.story.shots for line in shot.segments}
        timed = {line.segment: line for line in self.timeline.lines}
        return tuple(
            self._segment(line, shot_of.get(line.id), timed[line.id].start, timed[line.id].samples)
            for line in self.story.segments
            if line.id in timed
        )

    def _segment(self, line: Segment, shot: str | None, start: int, samples: int) -> views.SegmentView:
        take = self.story.take(SlotKind.SPEECH, line.id)
        speaker = next((one.name for one in self.story.entities if one.id == line.speaker), "")
        return views.SegmentView(
            id=line.id,
            index=line.index,
            kind=line.kind.value,
            text=line.text,
            speaker=line.speaker,
            speaker_name=speaker if line.kind is SegmentKind.DIALOGUE else "",
            manner=line.manner,
            speech_url=self.url(take.asset) if take else None,
            duration_ms=ms(samples),
            start_ms=ms(start),
            spoken=take is not None,
            stale=Slot(SlotKind.SPEECH, line.id) in self.stale,
            shot=shot,
        )

    def scenes(self) -> tuple[views.SceneView, ...]:
        return tuple(
            views.SceneView(
                id=scene.id,
                index=scene.index,
                title=scene.title,
                set_id=scene.set_id,
                time=scene.time.value,
                weather=scene.weather.value,
                segments=scene.segments,
                summary=scene.summary,
                because=scene.because,
            )
            for scene in self.story.scenes
        )

    def shots(self) -> tuple[views.ShotView, ...]:
        timed = {one.shot: one for one in self.timeline.shots}
        return tuple(self._shot(shot, timed) for shot in self.story.shots if shot.id in timed)

    def _shot(self, shot: Shot, timed: Mapping[str, object]) -> views.ShotView:
        place = next(one for one in self.timeline.shots if one.shot == shot.id)
        frame = self.story.take(SlotKind.FRAME, shot.id)
        clip, lipsync = self._film_of(SlotKind.CLIP, shot.id), self._film_of(SlotKind.LIPSYNC, shot.id)
        return views.ShotView(
            id=shot.id,
            index=shot.index,
            number=shot.index + 1,
            scene_id=shot.scene_id,
            segments=shot.segments,
            size=shot.size.value,
            angle=shot.angle.value,
            characters=shot.characters,
            focus=shot.focus,
            props=shot.props,
            action=shot.action,
            prompt=shot.prompt,
            prompt_is_own=shot.prompt_is_own,
            because=shot.because,
            start_ms=ms(place.start),
            duration_ms=ms(place.samples),
            first_frame_url=self.url(frame.asset) if frame else None,
            first_frame_thumb_url=self.url(frame.asset, THUMB) if frame else None,
            last_frame_url=None,
            video_url=self.url(clip.asset) if clip else None,
            video_status=self.state(SlotKind.CLIP, shot.id),
            actual_video_duration_ms=int(clip.facts.get("duration_ms", 0)) or None if clip else None,
            lipsync_url=self.url(lipsync.asset) if lipsync else None,
            lipsync_status=self.state(SlotKind.LIPSYNC, shot.id),
            wants_lipsync=shot.id in self.shown.speaking,
            frame_status=self.state(SlotKind.FRAME, shot.id),
            frame=self.media(SlotKind.FRAME, shot.id),
            video=self.media(SlotKind.CLIP, shot.id),
            lipsync=self.media(SlotKind.LIPSYNC, shot.id),
            move=place.move,
            look=self.look(frame.asset) if frame else None,
        )

    def _film_of(self, kind: SlotKind, target: str) -> Take | None:
        """The take if it is a film; camera moves and mouths are drawn from numbers."""
        take = self.story.take(kind, target)
        return take if take is not None and take.mime.startswith("video/") else None

    def state(self, kind: SlotKind, target: str) -> str:
        """How a slot is shown: its job while one is open, or failed and nothing fits, else its take (R21)."""
        take, slot = self.story.take(kind, target), Slot(kind, target)
        shown = _STATES.get(self.shown.states.get(slot, ""), "")
        if shown and (shown != "failed" or take is None or slot in self.stale):
            return shown
        if take is None:
            return "none"
        return "drawn" if _is_drawn(take) else "done"

    def media(self, kind: SlotKind, target: str) -> views.MediaView | None:
        take = self.story.take(kind, target)
        if take is None:
            return None
        shown = take.mime.startswith(("image/", "video/"))
        return views.MediaView(
            take=take.id,
            url=self.url(take.asset) if shown else None,
            mime=take.mime,
            model=self.title(take.model),
            origin=take.origin.value,
            drawn=_is_drawn(take),
            stale=Slot(kind, target) in self.stale,
            cost=take.cost,
        )

    def take(self, take: Take) -> views.TakeView:
        """One attempt, with everything that was sent for it."""
        picture, shown = take.mime.startswith("image/"), take.mime.startswith(("image/", "video/", "audio/"))
        chosen = self.story.takes.get(take.slot)
        return views.TakeView(
            id=take.id,
            kind=take.slot.kind.value,
            target=take.slot.target,
            url=self.url(take.asset) if shown else None,
            thumb_url=self.url(take.asset, THUMB) if picture else None,
            mime=take.mime,
            origin=take.origin.value,
            model=self.title(take.model),
            prompt=take.prompt,
            references=tuple(self.picture(sha) for sha in take.references),
            cost=take.cost,
            selected=chosen is not None and chosen.id == take.id,
            facts={key: value for key, value in take.facts.items() if isinstance(value, (int, float, str))},
            created_at=take.created_at,
        )

    def film(self) -> Take | None:
        return self.story.take(SlotKind.FILM, self.story.project.id)


def ms(samples: int) -> int:
    """Samples as milliseconds."""
    return round(samples * 1000 / SAMPLE_RATE)


def option(model: ModelView) -> bills.ModelOption:
    return bills.ModelOption(
        id=model.id,
        title=model.title,
        platform=model.platform,
        steps=tuple(step.value for step in model.steps),
        makes=model.makes,
        price=model.price,
        example=model.example,
        limits=model.limits,
        ready=model.ready,
        needs=model.needs,
        note=model.note,
    )


def job(one: JobView) -> views.JobViewed:
    return views.JobViewed(
        id=one.id,
        kind=one.slot.kind.value,
        target=one.slot.target,
        words=one.words,
        state=one.state,
        model=one.model,
        attempt=one.attempt,
        share=one.share,
        doing=one.doing,
        error=one.error,
        cost=one.cost,
        take=one.take,
        created_at=one.created_at,
        started_at=one.started_at,
        finished_at=one.finished_at,
    )


def _is_drawn(take: Take) -> bool:
    """Made by the machine itself, for nothing: part of the animatic."""
    return take.origin is Origin.MADE and (
        bool(take.facts.get("drawn")) or not take.mime.startswith(("image/", "video/"))
    )


KIND_WORDS = {kind.value: f"{kind.value}s" for kind in EntityKind}
"""Kind of entity -> the word of its path."""
