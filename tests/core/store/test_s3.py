"""Signatures are those of the protocol's published examples; a store's refusals become sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import bucket_server
import httpx
import pytest
from bucket_server import BucketServer

from core.errors import BadInput, StoreAway
from core.settings import Settings
from core.store.s3 import TRIES, Bucket, Signer, place_of, sha_of

THEN = datetime(2013, 5, 24, tzinfo=UTC)
HOST = "https://examplebucket.s3.amazonaws.com"
SIGNER = Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
"""Of the examples in the Amazon S3 API reference, "Authenticating Requests (AWS Signature Version 4)"."""

NOTHING = hashlib.sha256(b"").hexdigest()

BucketOf = Callable[..., Bucket]


@pytest.mark.parametrize(
    ("method", "path", "payload", "more", "signature"),
    [
        (
            *("GET", "/test.txt", NOTHING, {"Range": "bytes=0-9"}),
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            *("PUT", "/test%24file.text", hashlib.sha256(b"Welcome to Amazon S3.").hexdigest()),
            {"Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
        (
            *("GET", "/?lifecycle=", NOTHING, {}),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        ),
    ],
)
def test_a_request_is_signed_as_in_the_examples_of_the_protocol(
    method: str, path: str, payload: str, more: dict[str, str], signature: str
) -> None:
    sent = SIGNER.headers(method, HOST + path, payload, THEN, more)
    assert sent["authorization"].endswith(f"Signature={signature}")


def test_an_address_is_signed_as_in_the_example_of_the_protocol() -> None:
    address = SIGNER.address(f"{HOST}/test.txt", 86400, THEN)
    assert address.endswith("aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")


def test_the_store_of_the_tests_reads_signatures_as_in_the_example_too() -> None:
    headers = {"host": "examplebucket.s3.amazonaws.com", "range": "bytes=0-9"}
    headers |= {"x-amz-content-sha256": NOTHING, "x-amz-date": "20130524T000000Z"}
    asked = ("/test.txt", dict[str, str](), NOTHING, "20130524T000000Z")
    found = bucket_server.signed(SIGNER.secret, "GET", asked, headers, ("20130524", "us-east-1"))
    assert found == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"


def test_what_is_put_there_comes_back_and_can_be_taken_away(bucket: Bucket, tmp_path: Path) -> None:
    file = _file(tmp_path, b"moving pictures" * 100_000)
    bucket.put("ab/film", file, sha_of(file), "video/mp4")
    found = bucket.look("ab/film")
    assert found is not None and found.size == file.stat().st_size
    target = BytesIO()
    assert bucket.get("ab/film", target) == sha_of(file)
    assert target.getvalue() == file.read_bytes()
    bucket.delete("ab/film")
    bucket.delete("ab/film")
    assert bucket.look("ab/film") is None
    assert bucket.get("ab/film", target) is None


def test_a_browser_gets_it_by_an_address_with_its_type_name_and_ranges(bucket: Bucket, tmp_path: Path) -> None:
    file = _file(tmp_path, bytes(range(256)))
    bucket.put("film", file, sha_of(file), "application/octet-stream")
    name = "attachment; filename=\"a_b.mp4\"; filename*=UTF-8''%C3%A4%20b.mp4"
    address = bucket.address("film", "video/mp4", name)
    whole = httpx.get(address)
    assert whole.content == file.read_bytes()
    assert whole.headers["content-type"] == "video/mp4"
    assert whole.headers["content-disposition"] == name
    part = httpx.get(address, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, bytes(range(10, 20)))
    assert httpx.get(address.replace("video%2Fmp4", "text%2Fhtml")).status_code == 403
    assert httpx.put(address, content=b"").status_code == 403
    assert httpx.head(address).status_code == 403


def test_an_address_stays_the_same_for_a_while_and_then_ends(make_bucket: BucketOf, tmp_path: Path) -> None:
    file = _file(tmp_path, b"film")
    now = [datetime(2026, 1, 1, 12, 1, tzinfo=UTC)]
    long_ago = make_bucket(now=lambda: now[0])
    first = long_ago.address("film", "video/mp4")
    now[0] = datetime(2026, 1, 1, 12, 29, tzinfo=UTC)
    assert long_ago.address("film", "video/mp4") == first
    now[0] = datetime(2026, 1, 1, 12, 31, tzinfo=UTC)
    assert long_ago.address("film", "video/mp4") != first
    make_bucket().put("film", file, sha_of(file), "video/mp4")
    assert httpx.get(first).status_code == 403


def test_an_answer_that_is_cut_off_is_asked_for_again(
    bucket: Bucket, store: BucketServer, tmp_path: Path
) -> None:
    file = _file(tmp_path, b"moving pictures" * 100_000)
    bucket.put("film", file, sha_of(file), "video/mp4")
    store.shelf.cut = TRIES - 1
    assert bucket.get("film", BytesIO()) == sha_of(file)


def test_the_store_refuses_other_bytes_than_were_meant(bucket: Bucket, tmp_path: Path) -> None:
    file = _file(tmp_path, b"one thing")
    with pytest.raises(StoreAway):
        bucket.put("film", file, hashlib.sha256(b"another").hexdigest(), "video/mp4")
    assert bucket.look("film") is None


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"MEDIA_URL": "s3://other"}, "no bucket other"),
        ({"MEDIA_ACCESS_KEY": "AKOTHER"}, "MEDIA_ACCESS_KEY"),
        ({"MEDIA_SECRET_KEY": "wrong"}, "MEDIA_SECRET_KEY"),
        ({"MEDIA_REGION": "elsewhere"}, "MEDIA_REGION"),
        ({"MEDIA_ENDPOINT": "http://127.0.0.1:1"}, "cannot be reached"),
    ],
)
def test_a_wrong_setting_is_named(
    make_bucket: BucketOf, tmp_path: Path, changed: dict[str, str], words: str
) -> None:
    file = _file(tmp_path, b"film")
    with pytest.raises(StoreAway, match=words):
        make_bucket(**changed).put("film", file, sha_of(file), "video/mp4")


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (403, "AccessDenied", "denies access"),
        (403, "RequestTimeTooSkewed", "set its clock"),
        (507, "XMinioStorageFull", "no more room"),
        (503, "SlowDown", "503 SlowDown"),
    ],
)
def test_a_refusal_says_what_to_do(
    bucket: Bucket, store: BucketServer, status: int, code: str, words: str
) -> None:
    store.shelf.trouble = (status, code)
    with pytest.raises(StoreAway, match=words):
        bucket.get("film", BytesIO())


def test_what_is_no_address_of_a_bucket_is_refused() -> None:
    assert place_of("s3://films") == ("films", "")
    assert place_of("s3://films/a/b/") == ("films", "a/b")
    for wrong in ("films", "https://films", "s3://", "s3://key:secret@films"):
        with pytest.raises(BadInput):
            place_of(wrong)


@pytest.fixture
def make_bucket(store: BucketServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[BucketOf]:
    made: list[Bucket] = []

    def make(now: Callable[[], datetime] | None = None, **changed: str) -> Bucket:
        for name, value in {**store.settings, **changed}.items():
            monkeypatch.setenv(name, value)
        made.append(Bucket(Settings(_env_file=None), *([now] if now else [])))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def bucket(make_bucket: BucketOf) -> Bucket:
    return make_bucket()


def _file(folder: Path, data: bytes) -> Path:
    file = folder / "file"
    file.write_bytes(data)
    return file
