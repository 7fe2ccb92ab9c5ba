"""Characters, places, times, props, scenes and shots, from the words alone."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from core.story import Place, Size, TimeOfDay, Weather

EXAMPLES = Path(__file__).parents[3] / "examples"
FORMATS = {".md": "markdown", ".fountain": "fountain", ".txt": "text"}


def test_names_titles_and_nouns_of_one_person_are_one_character(film):
    made = film(
        'Captain Tom Reyes coiled a rope. "Go," said Tom. The captain laughed. "Why?" asked Captain Reyes.'
    )
    assert made.names == ["Captain Tom Reyes"]
    assert {"Tom", "Reyes", "the captain"} <= set(made.character("Captain Tom Reyes").aliases)


def test_an_apposition_and_a_revelation_name_the_one_just_seen(film):
    made = film("A girl in a red scarf ran down the dock. It was Ana. Ana waved.")
    assert made.names == ["Ana"]
    girl = made.character("Ana")
    assert (girl.gender, girl.age, girl.appearance) == ("woman", "child", "red scarf")


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        ("The old conductor, Mr. Brandt, looked at his watch.", "Mr Brandt", {"conductor", "Brandt"}),
        ("Mr. Brandt, the old conductor, looked at his watch.", "Mr Brandt", {"conductor", "Brandt"}),
        ("A conductor came. Mr. Brandt, an old conductor, saw him.", "Mr Brandt", {"A conductor", "Brandt"}),
        ("They all saw the old conductor, Mr. Brandt.", "Mr Brandt", {"The old conductor", "Brandt"}),
    ],
)
def test_a_role_beside_a_name_is_the_same_person(film, text, name, aliases):
    made = film(f'{text} The conductor wore a blue cap.\n\n"No," he said.')
    assert made.names == [name]
    one = made.character(name)
    assert (one.gender, one.age) == ("man", "old")
    assert "blue cap" in one.appearance
    assert {alias.casefold() for alias in aliases} <= {alias.casefold() for alias in one.aliases}


def test_a_role_in_a_list_is_somebody_else(film):
    made = film("Clara, the boy, and the baker waited. Clara sang. The boy waved. The baker laughed.")
    assert made.names == ["Clara", "Boy", "Baker"]


def test_looks_are_only_words_of_the_text(film):
    text = "The old fisherman with a grey beard wore a blue coat. The fisherman sang. Ana listened. Ana smiled."
    made = film(text)
    assert made.character("Fisherman").appearance == "old, grey beard, blue coat"
    assert made.character("Ana").appearance == ""


def test_pronouns_tell_the_gender(film):
    made = film(
        "Sascha opened the gate. He was late. Kim waited there, and she was cold. Kim sneezed. Sascha ran."
    )
    assert made.character("Sascha").gender == "man"
    assert made.character("Kim").gender == "woman"


def test_an_age_in_years_makes_a_child(film):
    assert film("Mira stood on the pier. She was nine years old. Mira waved.").character("Mira").age == "child"


def test_animals_that_talk_are_characters_with_a_species(film):
    made = film('"Good day," said the fox.\n\n"Good night," said Bear.')
    assert [(one.name, one.species) for one in made.analysis.characters] == [("Fox", "fox"), ("Bear", "bear")]


def test_a_gull_that_only_passes_is_no_character(film):
    assert film("A gull flew by. Ana looked up. Ana smiled.").names == ["Ana"]


def test_the_one_animal_of_a_prompt_is_its_character(film):
    made = film("A cat crosses a street at dawn.", "prompt")
    assert made.names == ["Cat"]
    assert [(one.set, one.time) for one in made.scenes.scenes] == [("Street", TimeOfDay.DAWN)]


def test_places_months_and_shouts_are_no_characters(film):
    made = film(
        'In Paris it rained. Paris slept. In May Ana came to Paris. "Oh!" said Ana. Ana sat. Monday passed.'
    )
    assert made.names == ["Ana"]


def test_words_that_only_begin_sentences_are_no_characters(film):
    text = "Traffic stopped. Shops near the bridge closed. Construction went on for years. Shops closed. "
    text += "Traffic grew. The first car belonged to Ruth Abel, a nurse from the valley. She had waited there."
    made = film(text)
    assert made.names == ["Ruth Abel"]
    assert made.character("Ruth Abel").gender == "woman"


@pytest.mark.parametrize(
    ("text", "name", "species"),
    [
        ("The ship's robot, Seven, rolled out. It hummed.\n\n“Good news,” said Seven.", "Seven", "robot"),
        ("The queen's guard, a young knight called Edmund, ran out.\n\n“No!” he said.", "Edmund", "human"),
        ("“No,” said Yusuf. He was her guide, a thin man with a scarf.", "Yusuf", "human"),
    ],
)
def test_a_role_in_two_parts_is_one_person(film, text, name, species):
    made = film(text)
    assert [(one.name, one.species) for one in made.analysis.characters] == [(name, species)]


def test_nobody_is_no_character(film):
    made = film("The rain fell. The street was empty. Nothing moved.")
    assert made.names == []
    assert all(not shot.characters for shot in made.flat)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("In the kitchen, Ana sang. Ana danced.", Place.KITCHEN),
        ("Ana walked into the forest. Ana sang.", Place.FOREST),
        ("Ana sat in the little tavern. Ana sang.", Place.CAFE),
        ("Ana climbed to the lighthouse. Ana sang.", Place.LIGHTHOUSE),
        ("At the edge of the desert Ana stopped. Ana sang.", Place.DESERT),
    ],
)
def test_words_for_places_become_sets(film, text, place):
    assert film(text).analysis.sets[0].place is place


@pytest.mark.parametrize(("more", "place"), [("A camel", Place.DESERT), ("The sea", Place.COAST)])
def test_dunes_are_a_coast_only_where_there_is_a_sea(film, more, place):
    assert film(f"Ana walked across the dunes. {more} lay before her.").analysis.sets[0].place is place


def test_a_thing_that_was_shown_stays_with_its_holder(film):
    text = "Ana sat in the kitchen. Ana waited for her brother.\n\nShe unrolled the old map on the floor.\n\n"
    insert, after = film(f"{text}Two moons were drawn on it in faded ink.").flat[-2:]
    assert insert.size is Size.INSERT
    assert (after.size, after.characters, after.props) == (Size.MEDIUM, ("Ana",), ("Map",))


def test_a_scene_changes_where_somebody_arrives(film):
    made = film("Ana sat in the kitchen. Ana sang.\n\nThen she ran into the garden. She picked up an apple.")
    assert [one.set for one in made.scenes.scenes] == ["Kitchen", "Garden"]
    assert "into the garden" in made.scenes.scenes[1].because


@pytest.mark.parametrize(
    ("text", "source_format", "sets"),
    [
        (
            "Ana came to the lighthouse. Ana sang.\n\nShe climbed into the lighthouse. She sat down.",
            "text",
            [("Lighthouse", Place.LIGHTHOUSE), ("Inside the lighthouse", Place.ROOM)],
        ),
        (
            "Ana came to the lighthouse. Ana sang.\n\nShe went inside. She sat down there.",
            "text",
            [("Lighthouse", Place.LIGHTHOUSE), ("Inside the lighthouse", Place.ROOM)],
        ),
        ("Ana waited in the station. Ana sang.", "text", [("Inside the station", Place.HALL)]),
        ("Ana waited at the station. Ana sang.", "text", [("Station", Place.STATION)]),
        ("Ana jumped into the boat. Ana sang.", "text", [("Boat", Place.SEA)]),
        ("Inside the ship, Ana sang. Ana danced.", "text", [("Inside the ship", Place.ROOM)]),
        ("Ana stood outside the bakery. Ana sang.", "text", [("Outside the bakery", Place.STREET)]),
        (
            "INT. LIGHTHOUSE - NIGHT\n\nANA\nHello.\n\nEXT. LIGHTHOUSE - NIGHT\n\nANA\nBye.",
            "fountain",
            [("Inside the lighthouse", Place.ROOM), ("Lighthouse", Place.LIGHTHOUSE)],
        ),
        (
            "INT. HOUSE - NIGHT\n\nANA\nHello.\n\nEXT. HOUSE - NIGHT\n\nANA\nBye.",
            "fountain",
            [("House", Place.ROOM), ("Outside the house", Place.GARDEN)],
        ),
    ],
)
def test_the_inside_of_a_building_is_a_set_of_its_own(film, text, source_format, sets):
    made = film(text, source_format)
    assert [(one.name, one.place) for one in made.analysis.sets] == sets
    assert [scene.set for scene in made.scenes.scenes] == [name for name, _ in sets]


def test_a_place_that_is_only_looked_at_or_talked_of_changes_nothing(film):
    text = "Ana sat in the kitchen. She looked at the lighthouse. "
    text += '"Go to the forest," said Ana. The harbour wall was wet.'
    assert [one.set for one in film(text).scenes.scenes] == ["Kitchen"]


@pytest.mark.parametrize(
    ("words", "time"),
    [
        ("At dawn", TimeOfDay.DAWN),
        ("The next morning", TimeOfDay.DAY),
        ("At sunset", TimeOfDay.DUSK),
        ("That night", TimeOfDay.NIGHT),
    ],
)
def test_a_scene_changes_where_time_changes(film, words, time):
    start = "On a bright day" if time is not TimeOfDay.DAY else "At midnight"
    made = film(f"{start} Ana sat on the pier. Ana sang.\n\n{words}, Ana was still there.")
    assert [one.time for one in made.scenes.scenes][1:] == [time]
    assert made.scenes.scenes[1].set == "Pier"


def test_last_night_and_good_night_change_no_time(film):
    made = film("Ana sat on the pier. She had slept badly last night. Good night was all she wished. Ana sang.")
    assert [one.time for one in made.scenes.scenes] == [TimeOfDay.DAY]


def test_weather_comes_with_its_words_and_goes_with_the_new_day(film):
    made = film(
        "At night Ana stood in the street. Rain fell. Ana sang.\n\nThe next morning, Ana was still there."
    )
    assert [one.weather for one in made.scenes.scenes] == [Weather.RAIN, Weather.CLEAR]
    assert film("Ana ran. The storm was over. Ana sang.").scenes.scenes[0].weather is Weather.CLEAR


@pytest.mark.parametrize(
    ("words", "weather"),
    [
        ("The next morning, the sun shone on the river.", Weather.CLEAR),
        ("The next day Ana was still there.", Weather.CLEAR),
        ("Three days later she was still there.", Weather.CLEAR),
        ("The next morning, rain fell on the river.", Weather.RAIN),
        ("An hour later she was still there.", Weather.SNOW),
        ("An hour later the snow had stopped.", Weather.CLEAR),
        ("An hour later the sky was clear.", Weather.CLEAR),
    ],
)
def test_a_new_day_begins_clear_and_the_words_clear_the_sky(film, words, weather):
    made = film(f"Ana stood on the platform in the snow. Ana sang.\n\n{words} She waited.")
    assert [one.weather for one in made.scenes.scenes] == [Weather.SNOW, weather]


def test_rain_that_ends_within_a_scene_is_over_in_the_next(film):
    made = film("Ana sat on the pier in the rain. Then the rain stopped.\n\nShe ran into the forest. Ana sang.")
    assert [one.weather for one in made.scenes.scenes] == [Weather.RAIN, Weather.CLEAR]


def test_stars_between_paragraphs_begin_a_scene(film):
    made = film("Ana sat down. Ana sang.\n\n***\n\nTom stood up. Tom sang.")
    assert len(made.scenes.scenes) == 2
    assert made.scenes.scenes[1].characters == ("Tom",)


def test_handled_things_are_props_and_bodies_doors_and_breaths_are_not(film):
    text = "Ana took the old brass lantern. She opened the door. She took a deep breath. "
    text += "She held his hand. Tom read a letter."
    props = film(f"{text} Tom smiled.").analysis.props
    assert [(one.name, one.appearance) for one in props] == [("Lantern", "old, brass"), ("Letter", "")]
    assert "took the old brass lantern" in props[0].because


def test_a_thing_somebody_has_with_them_is_a_prop_in_their_picture(film):
    made = film("Tom slept. Tom snored.\n\nClara waited on the platform with a red suitcase. Clara sang.")
    assert [(one.name, one.appearance) for one in made.analysis.props] == [("Suitcase", "red")]
    shot = next(one for one in made.flat if "Suitcase" in one.props)
    assert shot.characters == ("Clara",)


def test_whoever_is_called_by_name_is_in_the_picture(film):
    text = "Ana, Tom and Lena sat in the kitchen. Tom sang. Lena laughed. Ana stood up.\n\n"
    shot = film(text + '"Tom, whose socks are these?" asked Ana.').flat[-1]
    assert (set(shot.characters), shot.focus) == ({"Ana", "Tom"}, "Ana")


def test_who_acts_before_an_untagged_speech_says_it_among_three(film):
    text = "Ana, Tom and Lena sat in the kitchen.\n\n“A cat,” said Tom.\n\n“No cat,” said Lena.\n\n“It was,” "
    made = film(text + "said Tom.\n\nAna tasted the soup. She coughed.\n\n“What is in here?”")
    assert made.lines[-1] == ("Ana", "What is in here?")


def test_nobody_spoke_shows_everybody(film):
    made = film("Ana sat in the kitchen. Tom stood there. “Well?” said Ana. “Well,” said Tom.\n\nNobody spoke.")
    assert (made.flat[-1].size, set(made.flat[-1].characters)) == (Size.WIDE, {"Ana", "Tom"})


def test_they_of_things_is_not_the_people_seen_last(film):
    made = film(
        "Ana met Tom. Ana sang. Tom danced.\n\nTwo moons rose, and they lit the long white road at last."
    )
    assert made.flat[-1].characters == ()


def test_fog_over_a_place_is_there_and_fog_that_is_over_is_not(film):
    assert film("Fog lay over the platform. Ana sang.").scenes.scenes[0].weather is Weather.FOG
    assert film("Ana ran. The fog was over. Ana sang.").scenes.scenes[0].weather is Weather.CLEAR


def test_who_answers_by_a_pronoun_is_not_who_spoke(film):
    text = "Inspector Vale came to the pier.\n\n“You are late,” said Constable Reed.\n\n“Never,” she answered."
    made = film(f"{text}\n\nReed led her into the garden.")
    assert made.character("Inspector Vale").gender == "woman"
    assert made.character("Constable Reed").gender == ""
    assert made.lines[-2][0] == "Inspector Vale"


def test_a_name_told_after_the_noun_belongs_to_it(film):
    text = "“It never rains,” said the girl who sold newspapers. Her name was Dora.\n\nDora waved."
    made = film(f"{text}\n\nEvery morning old Mr. Finch walked to the park.")
    assert made.names == ["Dora", "Mr Finch"]
    assert made.character("Mr Finch").age == "old"


def test_rain_that_begins_late_does_not_rain_from_the_start(film):
    text = "Ana sat on the pier. Ana sang a song about the wide world.\n\nTom came. Tom danced with Ana.\n\n"
    text += "They sat down together.\n\nThey told stories.\n\nHeavy rain began. They laughed about it.\n\n"
    made = film(f"{text}At night Ana was still there.")
    assert [one.weather for one in made.scenes.scenes] == [Weather.CLEAR, Weather.RAIN]


def test_the_camera_looks_up_to_one_thing_once(film):
    text = "The giant towered over the village. The giant roared at the wide valley.\n\n"
    angles = [shot.angle.value for shot in film(text + "The giant threatened all of them, and it roared.").flat]
    assert angles.count("low") == 1


def test_a_film_opens_wide_and_every_new_place_too(film):
    made = film("Ana sat in the kitchen. Ana sang.\n\nShe ran into the garden. She sat down.")
    assert [scene[0].size for scene in made.shots] == [Size.WIDE, Size.WIDE]


def test_a_dialogue_begins_with_both_and_then_comes_close(film):
    text = "Ana met Tom on the pier. They sat down.\n\n"
    text += '"A boat is out there," said Ana.\n\n"Where do you see it?" asked Tom.\n\n'
    shots = film(text + '"There, right beyond the second buoy."\n\n"I see it now, and it is sinking."').flat[
        -4:
    ]
    assert shots[0].size is Size.MEDIUM
    assert set(shots[0].characters) == {"Ana", "Tom"}
    assert {shot.size for shot in shots[1:]} <= {Size.CLOSE, Size.OVER_SHOULDER}
    assert [shot.focus for shot in shots] == ["Ana", "Tom", "Ana", "Tom"]


def test_a_handled_prop_is_shown_once_its_holder_was_seen(film):
    text = "Ana came to the pier. Ana waited for a very long time there.\n\n"
    text += "She took the lantern from its rusty hook."
    last = film(text).flat[-1]
    assert (last.size, last.focus, last.characters) == (Size.INSERT, "Lantern", ())


def test_who_reacts_is_seen_close(film):
    text = "Ana met Tom on the pier. They sat down.\n\n"
    text += '"The boat has sunk," said Ana.\n\nTom nodded slowly and sadly.'
    last = film(text).flat[-1]
    assert (last.size, last.focus) == (Size.CLOSE, "Tom")
    assert "reacts" in last.because


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.*")), ids=lambda path: path.name)
def test_every_example_is_staged_with_sense(film, path):
    if path.name == "README.md":
        pytest.skip("a list, not a story")
    made = film(path.read_text(encoding="utf-8"), FORMATS[path.suffix], language="")
    assert 2 <= len(made.scenes.scenes) <= 6
    assert 2 <= len(made.analysis.characters) <= 4
    assert all(scene.set for scene in made.scenes.scenes)
    assert all(shot.because for shot in made.flat)
    for one, two in pairwise(made.flat):
        assert two.first_segment == one.last_segment + 1


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.*")), ids=lambda path: path.name)
def test_no_view_is_used_more_than_twice_running(film, path):
    made = film(path.read_text(encoding="utf-8"), FORMATS[path.suffix], language="")
    for shots in made.shots:
        for one, two, three in zip(shots, shots[1:], shots[2:], strict=False):
            assert len({(shot.size, shot.characters) for shot in (one, two, three)}) > 1


def test_the_demo_is_told_as_it_was_meant(film):
    made = film((EXAMPLES / "lighthouse.md").read_text(encoding="utf-8"), "markdown", language="")
    assert made.names == ["Mira", "Old Joren"]
    assert [(one.set, one.time.value, one.weather.value) for one in made.scenes.scenes] == [
        ("Harbour", "night", "rain"),
        ("Inside the lighthouse", "night", "rain"),
        ("Harbour", "dawn", "clear"),
    ]
    assert made.analysis.sets[1].place.interior
    mira, joren = made.names
    voices = [speaker for speaker, _ in made.lines if speaker]
    assert voices[:6] == [mira, joren, mira, joren, joren, joren]
    assert voices[6:] == [joren, mira, joren, mira, joren, joren]
    assert "Lantern" in [one.name for one in made.analysis.props]
