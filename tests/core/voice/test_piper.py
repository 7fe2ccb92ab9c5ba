"""A person's own piper voice: what is said when something is missing, and the real thing with a tiny voice."""

from __future__ import annotations

import importlib.util
import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from core.errors import Fault, ProviderError
from core.media.loudness import loudness
from core.providers.local.voice.piper import sentences_of

HAS_PIPER = importlib.util.find_spec("piper") is not None
needs_piper = pytest.mark.skipif(not HAS_PIPER, reason="needs the optional part piper-tts")


async def test_a_missing_voice_file_is_named(say, tmp_path: Path) -> None:
    with pytest.raises(ProviderError, match=r"no piper voice at .*ana's 50%\.onnx") as caught:
        await say("Hello", f"piper:{tmp_path}/ana's 50%.onnx")
    assert caught.value.fault is Fault.INVALID_INPUT


async def test_missing_settings_are_named(say, tmp_path: Path) -> None:
    (tmp_path / "ana.onnx").write_bytes(b"x")
    with pytest.raises(ProviderError, match=r"put ana\.onnx\.json") as caught:
        await say("Hello", f"piper:{tmp_path}/ana.onnx")
    assert caught.value.fault is Fault.INVALID_INPUT


@pytest.mark.skipif(HAS_PIPER, reason="piper-tts is installed here")
async def test_without_piper_the_person_is_told_what_to_install(say, tmp_path: Path) -> None:
    (tmp_path / "ana.onnx").write_bytes(b"x")
    (tmp_path / "ana.onnx.json").write_text("{}")
    with pytest.raises(ProviderError, match=r"pip install piper-tts"):
        await say("Hello", f"piper:{tmp_path}/ana.onnx")


@needs_piper
async def test_a_file_that_is_no_voice_is_refused_and_the_next_line_is_spoken(say, voice: Path) -> None:
    broken = voice.with_name("broken.onnx")
    broken.write_bytes(b"this is no model")
    broken.with_name("broken.onnx.json").write_text(voice.with_name("tiny.onnx.json").read_text())
    with pytest.raises(ProviderError, match="The piper voice could not say the line") as caught:
        await say("Hello", f"piper:{broken}")
    assert caught.value.fault is Fault.INVALID_INPUT
    assert (await say("Hello there.", f"piper:{voice}")).done.facts["said"]


@needs_piper
async def test_a_piper_voice_speaks_with_times_for_every_word(say, voice: Path) -> None:
    text = "Hello there. Her hands did not shake — no 😀"
    line = await say(text, f"piper:{voice}")
    assert line.done.facts["said"] and not line.done.facts["notes"]
    assert [token for token, _, _ in line.words] == list(range(len(text.split())))
    assert all(a[2] == b[1] for a, b in pairwise(line.words)) and line.words[-1][2] == len(line.pcm)
    assert all(start < end for _, start, end in line.words)
    assert loudness(line.pcm) == pytest.approx(-20, abs=0.3)
    assert "h ə l ˈoʊ" in line.symbols


@needs_piper
async def test_the_second_sentence_starts_where_its_sound_starts(say, voice: Path) -> None:
    line = await say("Hello there. Nobody goes out.", f"piper:{voice}")
    start = line.words[2][1]
    quiet, loud = line.pcm[start - 6000 : start - 1500], line.pcm[start : start + 9000]
    assert np.abs(quiet.astype(float)).max() < 0.1 * np.abs(loud.astype(float)).max()


@needs_piper
async def test_a_piper_voice_repeats_itself_and_can_be_hurried(say, voice: Path) -> None:
    first = await say("Hello there.", f"piper:{voice}")
    await say("Something else entirely.", f"piper:{voice}")
    again = await say("Hello there.", f"piper:{voice}")
    quick = await say("Hello there.", f"piper:{voice}", settings={"rate": 150})
    assert first.done.main.data == again.done.main.data
    assert len(quick.pcm) < 0.8 * len(first.pcm)


@needs_piper
async def test_a_piper_voice_of_another_language_is_told(say, voice: Path) -> None:
    line = await say("Das Meer.", f"piper:{voice}", "de")
    assert line.done.facts["notes"] == [
        "This piper voice speaks 'en', the line is in 'de': words may come out wrong."
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three", ["One.", " Two!", " Three"]),
        ("Mister Ash paid 3.50 here", ["Mister Ash paid 3.50 here"]),
        ("你好。再见。", ["你好。", "再见。"]),
        ("Wait... what?", ["Wait...", " what?"]),
    ],
)
def test_sentences_cover_the_text(text: str, sentences: list[str]) -> None:
    assert [text[a:b] for a, b in sentences_of(text)] == sentences


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    """A voice in piper's own format that hums each phoneme at its pitch, 1500 samples times scales[1]."""
    onnx = pytest.importorskip("onnx")
    from onnx import TensorProto, helper, numpy_helper

    def constant(name: str, value: np.ndarray) -> object:
        return numpy_helper.from_array(value, name)

    nodes = [
        helper.make_node("Slice", ["scales", "one", "two"], ["length"]),
        helper.make_node("Mul", ["length", "samples_each"], ["long"]),
        helper.make_node("Cast", ["long"], ["long_int"], to=TensorProto.INT64),
        helper.make_node("Squeeze", ["long_int"], ["limit"]),
        helper.make_node("Range", ["zero_int", "limit", "one_int"], ["time_int"]),
        helper.make_node("Cast", ["time_int"], ["time"], to=TensorProto.FLOAT),
        helper.make_node("Cast", ["input"], ["ids"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["ids", "two"], ["column"]),
        helper.make_node("Mul", ["column", "step"], ["pace"]),
        helper.make_node("Mul", ["pace", "time"], ["phase"]),
        helper.make_node("Sin", ["phase"], ["hum"]),
        helper.make_node("Reshape", ["hum", "shape"], ["output"]),
    ]
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "n"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    outputs = [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "t"])]
    constants = [
        constant("one", np.array([1], np.int64)),
        constant("two", np.array([2], np.int64)),
        constant("samples_each", np.array([1500], np.float32)),
        constant("zero_int", np.array(0, np.int64)),
        constant("one_int", np.array(1, np.int64)),
        constant("step", np.array([0.004], np.float32)),
        constant("shape", np.array([1, 1, 1, -1], np.int64)),
    ]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    path = tmp_path / "tiny.onnx"
    onnx.save(model, str(path))
    symbols = "_^$ abcdefghijklmnopqrstuvwxyzæðŋɐɑɔəɚɛɜɡɪɹɾʃʊʌʒθˈˌː.,?!ʔᵻ̩"
    settings = {
        "audio": {"sample_rate": 16_000},
        "espeak": {"voice": "en-us"},
        "num_symbols": len(symbols),
        "num_speakers": 1,
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": {symbol: [0 if symbol in "_^$" else i] for i, symbol in enumerate(symbols)},
    }
    path.with_name("tiny.onnx.json").write_text(json.dumps(settings))
    return path
