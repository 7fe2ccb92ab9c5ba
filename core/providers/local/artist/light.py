"""The light of a picture: a palette per time of day, weather and kind of place; how surfaces look in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.providers.local.artist.brush import lighter, mix, times
from core.providers.local.artist.drawing import Colour, Point, Stop
from core.providers.local.artist.figure_types import FigureLight
from core.story import Place, TimeOfDay, Weather


@dataclass(frozen=True, slots=True)
class Light:
    """Colours are what is seen; `key`, `shadow` and `ambient` multiply a surface's own colour."""

    time: TimeOfDay
    weather: Weather
    interior: bool
    sky: tuple[Stop, ...]
    """From the top of the sky down to the horizon."""
    haze: Colour
    """What far things fade into."""
    key: Colour
    shadow: Colour
    ambient: Colour
    rim: Colour
    rim_strength: float
    lamp: Colour
    lamps: float
    """0 to 1: how brightly lamps and lit windows glow."""
    tint: Colour
    tint_strength: float
    """The mood laid over the whole picture in soft light."""
    vignette: float
    stars: float
    sun: Colour
    """Colour of the sun's or the moon's disc."""
    sun_height: float
    """Its height above the horizon, 0 to 1; below 0 it is hidden."""
    cloud: Colour
    cloud_shade: Colour
    key_side: float = 0.55
    """-1 to 1: where the main light stands."""

    @property
    def dark(self) -> bool:
        """Whether lamps decide what is seen."""
        return self.time is TimeOfDay.NIGHT

    @property
    def gloom(self) -> float:
        """How much darker near ground is than far ground: little by day, much against an evening sky."""
        return {TimeOfDay.DAY: 0.35, TimeOfDay.DAWN: 0.7, TimeOfDay.DUSK: 1.15, TimeOfDay.NIGHT: 1.0}[self.time]

    @property
    def horizon(self) -> Colour:
        return self.sky[-1].colour

    def surface(self, colour: Colour, depth: float = 0.0) -> Colour:
        """A surface's colour in this light, `depth` (0 near, 1 far) fading it into the haze."""
        return mix(times(colour, self.ambient), self.haze, depth)

    def lit(self, colour: Colour, depth: float = 0.0) -> Colour:
        """The side that looks towards the main light."""
        bright = lighter(times(times(colour, self.key), self.ambient), 0.06)
        return mix(bright, self.haze, depth)

    def shade(self, colour: Colour, depth: float = 0.0) -> Colour:
        """The side away from it."""
        return mix(times(times(colour, self.shadow), self.ambient), self.haze, depth)

    def on_figures(
        self, glow: Point | None, key_side: float | None = None, nearness: float = 0.0
    ) -> FigureLight:
        """The same light for figures and props, a little brighter so that faces stay readable.

        At night those near to the camera (`nearness` 0 to 1) have a light of their own on one side, as a
        film gives them: the lamp's where there is one, else the moon's; the other side stays blue.
        """
        light = FigureLight(
            key=self.key,
            key_side=self.key_side if key_side is None else key_side,
            shadow=lighter(self.shadow, 0.12),
            ambient=lighter(self.ambient, 0.42 if self.dark else 0.3),
            rim=self.rim,
            rim_strength=self.rim_strength,
            glow=glow,
        )
        if not self.dark or nearness <= 0:
            return light
        key = _MOONLIGHT if glow is None and not self.interior else _LAMPLIGHT
        return replace(
            light,
            key=mix(light.key, key, nearness),
            shadow=mix(light.shadow, _NIGHT_SIDE, nearness),
            ambient=mix(light.ambient, _NIGHT_AIR, 0.75 * nearness),
            rim_strength=max(light.rim_strength, 0.75 * nearness),
        )


_LAMPLIGHT: Colour = (255.0, 228.0, 186.0)

_MOONLIGHT: Colour = (246.0, 240.0, 236.0)

_NIGHT_SIDE: Colour = (92.0, 100.0, 158.0)

_NIGHT_AIR: Colour = (234.0, 222.0, 216.0)
"""Light on those near to the camera at night: the air round them, and what falls on either side."""


def light_of(time: TimeOfDay, weather: Weather, interior: bool) -> Light:
    """The palette of a picture."""
    outside = _weathered(_OUTSIDE[time], weather)
    return _indoors(outside) if interior else outside


def light_for(place: Place, time: TimeOfDay, weather: Weather) -> Light:
    """The palette of a place's picture; out in space the hour and the weather change nothing."""
    if place in (Place.SPACE, Place.SPACESHIP):
        return _ABOARD if place is Place.SPACESHIP else _AMONG_STARS
    return light_of(time, weather, place.interior)


def outside_of(light: Light) -> Light:
    """What an interior's windows show."""
    return light_of(light.time, light.weather, interior=False)


def _stops(*stops: tuple[float, Colour]) -> tuple[Stop, ...]:
    return tuple(Stop(at, colour) for at, colour in stops)


_OUTSIDE: dict[TimeOfDay, Light] = {
    TimeOfDay.DAWN: Light(
        time=TimeOfDay.DAWN,
        weather=Weather.CLEAR,
        interior=False,
        sky=_stops(
            (0, (70, 84, 142)),
            (0.34, (140, 126, 180)),
            (0.62, (226, 158, 174)),
            (0.84, (255, 204, 170)),
            (1, (255, 234, 198)),
        ),
        haze=(240, 200, 190),
        key=(255, 226, 202),
        shadow=(152, 132, 178),
        ambient=(226, 204, 212),
        rim=(255, 214, 184),
        rim_strength=0.5,
        lamp=(255, 206, 130),
        lamps=0.35,
        tint=(255, 196, 190),
        tint_strength=0.16,
        vignette=0.34,
        stars=0.15,
        sun=(255, 240, 206),
        sun_height=0.07,
        cloud=(255, 214, 200),
        cloud_shade=(196, 150, 186),
    ),
    TimeOfDay.DAY: Light(
        time=TimeOfDay.DAY,
        weather=Weather.CLEAR,
        interior=False,
        sky=_stops(
            (0, (46, 108, 186)),
            (0.4, (96, 160, 216)),
            (0.74, (168, 208, 232)),
            (1, (238, 234, 216)),
        ),
        haze=(206, 220, 230),
        key=(255, 247, 230),
        shadow=(132, 134, 176),
        ambient=(255, 250, 244),
        rim=(255, 248, 226),
        rim_strength=0.4,
        lamp=(255, 224, 160),
        lamps=0.0,
        tint=(255, 240, 212),
        tint_strength=0.1,
        vignette=0.3,
        stars=0.0,
        sun=(255, 250, 226),
        sun_height=0.52,
        cloud=(255, 253, 248),
        cloud_shade=(196, 208, 226),
    ),
    TimeOfDay.DUSK: Light(
        time=TimeOfDay.DUSK,
        weather=Weather.CLEAR,
        interior=False,
        sky=_stops(
            (0, (26, 28, 78)),
            (0.28, (82, 48, 122)),
            (0.55, (190, 78, 120)),
            (0.8, (244, 142, 98)),
            (1, (255, 204, 122)),
        ),
        haze=(226, 136, 124),
        key=(255, 200, 156),
        shadow=(112, 88, 136),
        ambient=(206, 164, 178),
        rim=(255, 190, 122),
        rim_strength=0.8,
        lamp=(255, 198, 112),
        lamps=0.75,
        tint=(255, 142, 120),
        tint_strength=0.2,
        vignette=0.44,
        stars=0.4,
        sun=(255, 232, 170),
        sun_height=0.06,
        cloud=(250, 160, 136),
        cloud_shade=(150, 78, 130),
    ),
    TimeOfDay.NIGHT: Light(
        time=TimeOfDay.NIGHT,
        weather=Weather.CLEAR,
        interior=False,
        sky=_stops(
            (0, (6, 10, 34)),
            (0.4, (14, 26, 68)),
            (0.75, (30, 56, 108)),
            (1, (64, 96, 142)),
        ),
        haze=(46, 72, 118),
        key=(196, 212, 255),
        shadow=(104, 108, 160),
        ambient=(104, 122, 172),
        rim=(178, 204, 255),
        rim_strength=0.6,
        lamp=(255, 196, 108),
        lamps=1.0,
        tint=(70, 110, 220),
        tint_strength=0.16,
        vignette=0.5,
        stars=1.0,
        sun=(238, 242, 255),
        sun_height=0.62,
        cloud=(74, 92, 138),
        cloud_shade=(26, 38, 80),
    ),
}


def _weathered(light: Light, weather: Weather) -> Light:
    if weather is Weather.CLEAR:
        return light
    return {Weather.RAIN: _rainy, Weather.SNOW: _snowy, Weather.FOG: _foggy}[weather](light)


def _rainy(light: Light) -> Light:
    grey: Colour = (118, 130, 148)
    veil = times(grey, lighter(light.ambient, 0.1))
    return _overcast(light, Weather.RAIN, veil, 0.66, (206, 214, 228))


def _snowy(light: Light) -> Light:
    veil = times((214, 222, 236), lighter(light.ambient, 0.1))
    return _overcast(light, Weather.SNOW, veil, 0.55, (238, 242, 252))


def _foggy(light: Light) -> Light:
    veil = times((204, 208, 214), lighter(light.ambient, 0.06))
    thick = _overcast(light, Weather.FOG, veil, 0.74, (228, 232, 238))
    return replace(
        thick, vignette=light.vignette * 0.8, sun_height=light.sun_height, lamps=max(light.lamps, 0.3)
    )


def _overcast(light: Light, weather: Weather, veil: Colour, share: float, cast: Colour) -> Light:
    """The sky closed by a veil: softer light, no sun, no stars, earlier lamps."""
    sky = tuple(replace(stop, colour=mix(stop.colour, veil, share)) for stop in light.sky)
    return replace(
        light,
        weather=weather,
        sky=sky,
        haze=mix(light.haze, veil, 0.7),
        key=mix(light.key, (236, 240, 250), 0.6),
        shadow=mix(light.shadow, (168, 172, 196), 0.4),
        ambient=times(light.ambient, cast),
        rim=mix(light.rim, (214, 224, 240), 0.6),
        rim_strength=light.rim_strength * 0.6,
        lamps=max(light.lamps, 0.45),
        tint=mix(light.tint, (120, 140, 176), 0.6),
        stars=0.0,
        sun_height=-1.0,
        cloud=mix(light.cloud, lighter(veil, 0.1), 0.75),
        cloud_shade=mix(light.cloud_shade, veil, 0.6),
    )


_ROOMS: dict[TimeOfDay, tuple[Colour, Colour, Colour, float, Colour, float, float]] = {
    # ambient, key, shadow, lamps, tint, strength, vignette
    TimeOfDay.DAWN: ((226, 202, 196), (255, 224, 196), (150, 128, 158), 0.35, (255, 196, 170), 0.16, 0.42),
    TimeOfDay.DAY: ((246, 238, 226), (255, 246, 226), (142, 130, 156), 0.0, (255, 232, 196), 0.12, 0.38),
    TimeOfDay.DUSK: ((206, 166, 150), (255, 200, 150), (128, 96, 128), 0.7, (255, 150, 96), 0.2, 0.5),
    TimeOfDay.NIGHT: ((128, 104, 102), (255, 206, 140), (96, 78, 112), 1.0, (255, 160, 84), 0.2, 0.58),
}


def _indoors(outside: Light) -> Light:
    ambient, key, shadow, lamps, tint, strength, vignette = _ROOMS[outside.time]
    grey = outside.weather is not Weather.CLEAR
    if grey:
        ambient = times(ambient, (226, 230, 238))
        key = mix(key, (236, 238, 244), 0.35)
    return replace(
        outside,
        interior=True,
        ambient=ambient,
        key=key,
        shadow=shadow,
        haze=times((150, 120, 104), ambient),
        rim=mix(key, outside.rim, 0.3),
        rim_strength=0.45 + 0.25 * lamps,
        lamps=max(lamps, 0.4 if grey else 0.0),
        tint=tint,
        tint_strength=strength,
        vignette=vignette,
    )


_AMONG_STARS = replace(
    _OUTSIDE[TimeOfDay.NIGHT],
    ambient=(186, 192, 226),
    key=(232, 236, 255),
    shadow=(92, 90, 146),
    rim_strength=0.75,
    lamps=0.0,
    tint=(120, 110, 220),
    vignette=0.42,
)

_ABOARD = replace(
    _AMONG_STARS,
    interior=True,
    ambient=(206, 212, 230),
    key=(220, 238, 255),
    shadow=(112, 112, 156),
    rim=(150, 222, 255),
    lamp=(140, 214, 250),
    lamps=0.5,
    tint=(110, 150, 220),
    vignette=0.46,
)
