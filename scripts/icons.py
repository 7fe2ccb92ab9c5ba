"""Draws the page's icons, from nothing but shapes: `python scripts/icons.py` writes web/static/icons."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent.parent / "web" / "static" / "icons"
NIGHT, LIGHT, PAPER = "#14161b", "#f4b45f", "#f3efe7"
SIDE = 1024


def main() -> None:
    """Every size that browsers and telephones ask for."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "icon.svg").write_text(_svg(), encoding="utf-8")
    for side in (180, 192, 512):
        _drawn(1.0, round_corners=side != 180).resize((side, side), Image.Resampling.LANCZOS).save(
            FOLDER / f"icon-{side}.png", optimize=True
        )
    maskable = _drawn(0.74, round_corners=False).resize((512, 512), Image.Resampling.LANCZOS)
    maskable.save(FOLDER / "icon-maskable-512.png", optimize=True)


def _svg() -> str:
    """A frame of film that holds a flame which is also a play button."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="14" fill="{NIGHT}"/>'
        f'<rect x="11" y="15" width="42" height="34" rx="6" fill="none" stroke="{PAPER}" stroke-width="3.5"/>'
        f'<path d="M27 23.5v17L42 32z" fill="{LIGHT}" stroke="{LIGHT}" '
        'stroke-width="3" stroke-linejoin="round"/>'
        "</svg>\n"
    )


def _drawn(scale: float, *, round_corners: bool) -> Image.Image:
    picture = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0) if round_corners else NIGHT)
    pen = ImageDraw.Draw(picture)
    if round_corners:
        pen.rounded_rectangle((0, 0, SIDE - 1, SIDE - 1), 224, fill=NIGHT)

    def at(x: float, y: float) -> tuple[float, float]:
        return tuple(SIDE / 2 + (value - 32) * 16 * scale for value in (x, y))  # type: ignore[return-value]

    pen.rounded_rectangle((*at(9.3, 13.3), *at(54.7, 50.7)), 120 * scale, outline=PAPER, width=int(56 * scale))
    pen.polygon([at(26, 21.5), at(26, 42.5), at(44.5, 32)], fill=LIGHT)
    return picture


if __name__ == "__main__":
    main()
