"""The rows: what levels choose from, what a person's own file adds, and how a wrong row is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from catalogue_requests import addresses, picture

from core.catalogue.arguments import arguments
from core.catalogue.blanks import BLANKS, blanks
from core.catalogue.models import load_catalogue
from core.catalogue.prices import likely
from core.errors import BadInput
from core.pipeline.board import Board
from core.requests import ImageRequest
from core.settings import Settings
from core.story import FRAME_SIZES, Project, Step, Story

ROWS = load_catalogue().models.values()
EVERY_KEY = frozenset(lane.key for lane in load_catalogue().lanes.values() if lane.key)

OWN = """
[lanes.studio]
title = "A studio next door"
key = "FAL_KEY"

[models."studio:brush"]
title = "Brush"
provider = "studio"
endpoint = "studio/brush"
steps = ["frames"]
price = { per = "image", usd = 0.02 }
arguments = { words = "$prompt", pictures = "$references", shape = "$aspect", deep = { seed = "$seed" } }
references = { most = 2 }
sizes = { aspects = { "16:9" = "wide", "1:1" = "square" } }
source = "their price list"
checked = 2026-11-22
"""


def test_a_row_more_is_a_model_more(tmp_path: Path) -> None:
    """DESIGN 5: no code knows the model; the picture is planned with its arguments and its price."""
    catalogue = load_catalogue(_file(tmp_path, OWN))
    row = catalogue.chosen(Step.FRAMES, "studio:brush")
    request = picture(3)
    assert arguments(row, request, addresses(row, request)) == {
        "words": "A boat at dusk.",
        "pictures": ["https://files.example/asset0", "https://files.example/asset1"],
        "shape": "wide",
        "deep": {"seed": 7},
    }
    assert likely(row, request) == 20_000


def test_a_project_can_choose_a_row_of_the_person_s_own(tmp_path: Path) -> None:
    catalogue = load_catalogue(_file(tmp_path, OWN))
    project = Project("p", "local", "T", "s", models={"frames": "studio:brush"})
    assert Board(Story(project), {}, catalogue).model(Step.FRAMES).endpoint == "studio/brush"


def test_a_person_s_row_takes_the_place_of_ours(tmp_path: Path) -> None:
    """A price that changed is corrected without waiting for us."""
    kontext = """
[models."fal:kontext"]
title = "Kontext"
provider = "fal"
endpoint = "fal-ai/flux-pro/kontext/max"
steps = ["frames"]
price = { per = "image", usd = 0.08 }
source = "fal"
checked = 2026-12-01
"""
    row = load_catalogue(_file(tmp_path, kontext)).model("fal:kontext")
    assert (row.endpoint, row.price.usd) == ("fal-ai/flux-pro/kontext/max", 0.08)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("references = { most = 2 }", "refs = { most = 2 }"),
            "models.studio:brush cannot be used: refs: there",
        ),
        (("{ most = 2 }", "{ mots = 2 }"), "references.mots: there is no such field"),
        (('per = "image"', 'per = "piece"'), "price.per: Input should be 'call', 'image'"),
        (('source = "their price list"\n', ""), "source: Field required"),
        (('"$prompt"', '"$promt"'), "models.studio:brush.arguments names '$promt', which does not exist"),
        (('provider = "studio"', 'provider = "atelier"'), "names 'atelier', which does not exist"),
        (('steps = ["frames"]', 'steps = ["paint"]'), "steps.0: Input should be 'story'"),
        (("[lanes.studio]", "[lane.studio]"), "has the parts models, lanes and levels, but not 'lane'"),
        (("[lanes.studio]", "[lanes.studio"), "cannot be read"),
        (
            ("references = { most = 2 }", 'variants = [{ use = "fal:flux-2-pro" }]'),
            "which does not exist there",
        ),
        (("references = { most = 2 }", 'next = ["studio:crayon"]'), "names 'studio:crayon'"),
    ],
)
def test_a_wrong_row_is_told_by_row_and_field(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    assert change[0] in OWN
    with pytest.raises(BadInput) as wrong:
        load_catalogue(_file(tmp_path, OWN.replace(*change)))
    assert told in str(wrong.value)
    assert "docs/how-to/models.md" in str(wrong.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.toml cannot be read"):
        load_catalogue(tmp_path / "nowhere.toml")


def test_the_settings_file_is_the_one_that_is_read(tmp_path: Path) -> None:
    settings = Settings(models_file=_file(tmp_path, OWN))
    assert "studio:brush" in load_catalogue(settings.models_file).models


@pytest.mark.parametrize("level", ["animatic", "pictures", "clips"])
def test_every_level_works_with_no_key(level: str) -> None:
    """The last candidate of every step is local, so a film is never left without a maker."""
    catalogue = load_catalogue()
    for step, ids in catalogue.levels[level].items():
        assert catalogue.model(ids[-1]).provider.startswith("local"), step
    assert set(catalogue.level(level, ())) == set(Step)


def test_each_key_moves_its_steps_of_a_level_to_its_models() -> None:
    catalogue = load_catalogue()
    routed = catalogue.level("clips", {"OPENROUTER_API_KEY"})
    assert {step.value for step, model in routed.items() if model == "openrouter:sonnet"} == {
        "story", "analysis", "script", "scenes", "shots"
    }  # fmt: skip
    clips = catalogue.level("clips", {"FAL_KEY", "REPLICATE_API_TOKEN"})
    assert clips[Step.FRAMES] == "fal:flux-2-pro"
    assert clips[Step.VIDEOS] == "replicate:wan-2.2-i2v-fast"
    assert clips[Step.LIPSYNC] == "replicate:kling-lip-sync"
    assert catalogue.level("clips", {"FAL_KEY"})[Step.VIDEOS] == "fal:wan-2.2"
    assert catalogue.level("pictures", EVERY_KEY)[Step.VIDEOS] == "local:camera"


def test_anthropic_is_never_the_first_choice() -> None:
    """R6: its rate limits break batches."""
    catalogue = load_catalogue()
    for level in catalogue.levels:
        chosen = catalogue.level(level, {"ANTHROPIC_API_KEY"}).values()
        assert not [model for model in chosen if model.startswith("anthropic:")]
    assert catalogue.model("openrouter:sonnet").next[0] == "anthropic:sonnet"


def test_every_lane_with_a_key_has_a_setting_and_says_what_it_unlocks() -> None:
    settings = Settings.model_fields
    for lane in load_catalogue().lanes.values():
        assert not lane.key or (lane.key.lower() in settings and lane.unlocks)
        assert not lane.model or lane.model.lower() in settings
    assert {
        "OPENROUTER_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_BASE_URL", "REPLICATE_API_TOKEN", "FAL_KEY"
    } == EVERY_KEY  # fmt: skip


def test_every_paid_row_says_where_its_price_is_from_and_when_it_was_read() -> None:
    for row in ROWS:
        assert row.source and row.checked >= date(2026, 11, 1)


def test_every_offered_row_has_a_name_of_its_own() -> None:
    titles = [row.title for row in ROWS if row.offered]
    assert len(titles) == len(set(titles))


def test_the_person_never_reads_pulid() -> None:
    """R10: the selector says "Default (FLUX.2 Pro)"; takes and jobs show the id."""
    for row in ROWS:
        assert "pulid" not in f"{row.title} {row.note}".lower()
        assert "pulid" not in row.id


def test_every_blank_is_told_what_it_is_for_and_is_used_or_usable() -> None:
    used = {name for row in ROWS for name in blanks(row.arguments)}
    assert used <= set(BLANKS)
    assert used == set(BLANKS) - {"$seconds", "$schema"}


def test_a_price_by_an_argument_has_a_price_for_all_that_can_be_asked() -> None:
    for row in ROWS:
        if row.price.by:
            assert row.arguments[row.price.by] == "$resolution"
            assert set(row.sizes.resolutions) <= set(row.price.choices)
            for width, height in FRAME_SIZES.values():
                request: ImageRequest = picture(row.references.needed, width=width, height=height)
                if Step.FRAMES in row.steps:
                    assert likely(row, request) > 0


def _file(folder: Path, text: str) -> Path:
    path = folder / "models.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_person_says_how_much_their_accounts_bear() -> None:
    lanes = load_catalogue(None, " fal=2, replicate=16 ").lanes
    assert (lanes["fal"].at_once, lanes["replicate"].at_once) == (2, 16)
    assert lanes["openrouter"] == load_catalogue().lanes["openrouter"]
    assert load_catalogue().lanes["fal"].at_once == 8, "the product's own rows stay as they are"


@pytest.mark.parametrize(
    "wrong", ["fal", "fal=", "fal=0", "fal=-1", "fal=two", "fal=9999", "nobody=2", "local=2"]
)
def test_an_account_that_cannot_be_is_refused_with_what_can_be_said(wrong: str) -> None:
    with pytest.raises(BadInput, match="AT_ONCE") as refused:
        load_catalogue(None, f"replicate=4 {wrong}")
    assert wrong in str(refused.value)
    assert "such as fal=2" in refused.value.next_step and "openrouter" in refused.value.next_step
