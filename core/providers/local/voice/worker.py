"""The process that holds espeak-ng: it loads the library once and forks for every line.

Started by espeak.py as a plain file (`python -I -S worker.py LIBRARY DATA`), so only the standard library is
here and there is one thread to fork from. espeak-ng gives other bytes for the same call within one process
(media.md 7); a fork of a parent that never spoke is the same every time.

A message is four bytes of length (big endian), that much JSON, then `pcm` further bytes as the JSON says.
Ask      {"id": n, "do": "say", "calls": [{"voice", "text", "rate", "pitch", "range", "gap"}]}
Answer   {"id": n, "rate": 22050, "calls": [{"samples", "words", "sounds"}], "pcm": n}, s16 samples of all calls
Ask      {"id": n, "do": "voices"}   Answer {"id": n, "voices": [[name, languages, file]], "pcm": 0}
Failure  {"id": n, "error": text, "crashed"?: true, "pcm": 0}
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import struct
import sys
from collections.abc import Mapping, Sequence
from typing import Any

LENGTH = struct.Struct(">I")

_SYNCHRONOUS, _WITH_PHONEMES, _AS_IPA, _STAY_ALIVE = 2, 0x0001, 0x0002, 0x8000
_UTF8 = 1
_WORD, _PHONEME = 1, 7
_PARAMETERS = {"rate": 1, "pitch": 3, "range": 4, "gap": 7}
_PR_SET_PDEATHSIG = 1
_SEED = 20_000


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


class _Voice(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("languages", ctypes.POINTER(ctypes.c_char)),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    ]


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


def main(library: str, data: str) -> None:
    """Answer messages from standard input until it closes, which it also does when the owner is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    espeak = Espeak(library, data)
    while (ask := read_message()) is not None:
        write_all(1, answer_in_fork(espeak, ask))


class Espeak:
    """The library, ready to speak; it speaks at most once per process."""

    def __init__(self, library: str, data: str) -> None:
        # The library copies its data folder's path into 160 bytes, so it gets a short relative one.
        os.chdir(os.path.dirname(os.path.abspath(data)))
        self._library = ctypes.CDLL(os.path.abspath(library))
        options = _WITH_PHONEMES | _AS_IPA | _STAY_ALIVE
        self._rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, 200, b".", options)
        if self._rate <= 0:
            raise RuntimeError(f"espeak-ng does not start with the data beside {os.getcwd()}")
        self._library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))

    def answer(self, ask: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        if ask["do"] == "voices":
            return {"id": ask["id"], "voices": self.voices()}, b""
        spoken = [self.say(call) for call in ask["calls"]]
        calls = [call for call, _ in spoken]
        return {"id": ask["id"], "rate": self._rate, "calls": calls}, b"".join(pcm for _, pcm in spoken)

    def say(self, call: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Words as [code point from 0, sample], sounds as [IPA, sample] (empty for a pause), and the PCM."""
        words: list[tuple[int, int]] = []
        sounds: list[tuple[str, int]] = []
        pieces: list[bytes] = []

        def take(wave: Any, count: int, events: Any) -> int:
            if wave and count > 0:
                pieces.append(ctypes.string_at(wave, count * 2))
            i = 0
            while events[i].type:
                event = events[i]
                if event.type == _WORD:
                    words.append((event.text_position - 1, event.sample))
                elif event.type == _PHONEME:
                    sounds.append((event.id.string.decode("utf-8", "ignore"), event.sample))
                i += 1
            return 0

        callback = _Callback(take)
        # Breath is noise, and the library seeds it with the time of day.
        self._library.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))
        self._library.espeak_SetSynthCallback(callback)
        self._set_up(call)
        text = str(call["text"]).encode() + b"\0"
        if self._library.espeak_Synth(text, len(text), 0, 1, 0, _UTF8, None, None) != 0:
            raise RuntimeError("espeak-ng could not speak the line")
        pcm = b"".join(pieces)
        return {"samples": len(pcm) // 2, "words": words, "sounds": sounds}, pcm

    def _set_up(self, call: Mapping[str, Any]) -> None:
        if self._library.espeak_SetVoiceByName(str(call["voice"]).encode()) != 0:
            raise RuntimeError(f"espeak-ng has no voice {call['voice']}")
        for name, number in _PARAMETERS.items():
            if name in call:
                self._library.espeak_SetParameter(number, int(call[name]), 0)

    def voices(self) -> list[tuple[str, list[str], str]]:
        """Name, language tags and file of every voice and, under the tag "variant", of every variant."""
        rows = []
        for wanted in (None, ctypes.byref(_Voice(languages=_tag(b"variant")))):
            listed = self._library.espeak_ListVoices(wanted)
            i = 0
            while listed[i]:
                voice = listed[i].contents
                rows.append((voice.name.decode(), _tags(voice.languages), voice.identifier.decode()))
                i += 1
        return rows


def answer_in_fork(espeak: Espeak, ask: Mapping[str, Any]) -> bytes:
    """The framed answer, made by a child of its own; a child that dies is told as an error."""
    inlet, outlet = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(inlet)
        _die_with_parent()
        os._exit(_answer(espeak, ask, outlet))
    os.close(outlet)
    answer = _collect(inlet, child)
    os.close(inlet)
    _, status = os.waitpid(child, 0)
    if status == 0:
        return answer
    ended = f"the speaking process ended with status {status}"
    return frame({"id": ask.get("id"), "error": ended, "crashed": True})


def read_message() -> dict[str, Any] | None:
    """The next question on standard input; None when it has closed."""
    head = _read(LENGTH.size)
    text = None if head is None else _read(LENGTH.unpack(head)[0])
    return None if text is None else dict(json.loads(text))


def write_all(to: int, data: bytes) -> None:
    """Everything into a file descriptor, however little it takes at a time."""
    view = memoryview(data)
    while view:
        view = view[os.write(to, view) :]


def frame(head: Mapping[str, Any], pcm: bytes = b"") -> bytes:
    """One message as bytes."""
    text = json.dumps({**head, "pcm": len(pcm)}, ensure_ascii=False).encode()
    return LENGTH.pack(len(text)) + text + pcm


def _answer(espeak: Espeak, ask: Mapping[str, Any], outlet: int) -> int:
    """In the child: speak and hand the answer over. Returns the exit status."""
    try:
        answer = frame(*espeak.answer(ask))
    except (RuntimeError, KeyError, ValueError) as error:
        answer = frame({"id": ask.get("id"), "error": str(error)})
    write_all(outlet, answer)
    return 0


def _collect(inlet: int, child: int) -> bytes:
    """Everything the child says; when standard input closes meanwhile, the owner is gone and so are we."""
    pieces: list[bytes] = []
    while True:
        ready, _, _ = select.select([inlet, 0], [], [])
        if inlet in ready:
            piece = os.read(inlet, 1 << 20)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
        elif not os.read(0, 1):
            os.kill(child, signal.SIGKILL)
            os._exit(0)
        else:
            # The owner asks one thing at a time; a byte that comes early means that both have lost the thread.
            os.kill(child, signal.SIGKILL)
            os._exit(3)


def _die_with_parent() -> None:
    """Ask Linux to end this process with its parent; elsewhere the closing pipe does it at the next write."""
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except (AttributeError, OSError):
        return


def _read(count: int) -> bytes | None:
    data = b""
    while len(data) < count:
        piece = os.read(0, count - len(data))
        if not piece:
            return None
        data += piece
    return data


def _tag(name: bytes) -> Any:
    """A language to look for, as the library wants it: without the priority byte of its own lists."""
    return ctypes.cast(ctypes.create_string_buffer(name), ctypes.POINTER(ctypes.c_char))


def _tags(pointer: Any) -> list[str]:
    """The library's list: a priority byte, a name, a zero byte, and so on up to a zero priority."""
    tags, at = [], 0
    while pointer and pointer[at] != b"\0":
        name = ctypes.string_at(ctypes.addressof(pointer.contents) + at + 1)
        tags.append(name.decode())
        at += len(name) + 2
    return tags


if __name__ == "__main__":
    _arguments: Sequence[str] = sys.argv[1:]
    main(_arguments[0], _arguments[1])
