"""What goes into a bucket comes back; addresses are signed as published; refusals become sentences."""

from __future__ import annotations

import hashlib
import ssl
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from ipaddress import ip_address
from pathlib import Path

import bucket_server
import httpx
import pytest
from bucket_server import BucketServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from core.errors import BadInput, StoreAway
from core.settings import Settings
from core.store.far import media_of
from core.store.s3 import PART, TRIES, Bucket, Signer, place_of, sha_of

THEN = datetime(2013, 5, 24, tzinfo=UTC)
HOST = "https://examplebucket.s3.amazonaws.com"
SIGNER = Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
"""Of the examples in the Amazon S3 API reference, "Authenticating Requests (AWS Signature Version 4)"."""

NOTHING = hashlib.sha256(b"").hexdigest()

BucketOf = Callable[..., Bucket]


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
        (301, "PermanentRedirect", "MEDIA_ENDPOINT"),
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


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 2 * PART + 77])
def test_a_file_of_any_size_comes_back_with_its_type(
    bucket: Bucket, store: BucketServer, tmp_path: Path, size: int
) -> None:
    file = _file(tmp_path, b"moving pictures"[:15] * (size // 15) + b"moving pictures"[: size % 15])
    bucket.put("film", file, sha_of(file), "video/mp4")
    kept = store.shelf.things["films/house one/film"]
    assert (len(kept.data), kept.mime) == (size, "video/mp4")
    assert store.shelf.uploads == {}
    assert bucket.get("film", BytesIO()) == sha_of(file)


def test_a_part_that_is_put_off_is_sent_again(bucket: Bucket, store: BucketServer, tmp_path: Path) -> None:
    file, sent = _file(tmp_path, bytes(2 * PART + 77)), list[int]()

    def put_off(number: int) -> None:
        sent.append(number)
        if sent.count(2) == 1 and number == 2:
            raise bucket_server.Refused(503, "SlowDown")

    store.shelf.on_part = put_off
    bucket.put("film", file, sha_of(file), "video/mp4")
    assert sorted(sent) == [1, 2, 2, 3]
    assert bucket.get("film", BytesIO()) == sha_of(file)


def test_an_upload_that_ends_halfway_leaves_nothing_there(
    bucket: Bucket, store: BucketServer, tmp_path: Path
) -> None:
    file = _file(tmp_path, bytes(2 * PART + 77))

    def full(number: int) -> None:
        if number == 2:
            raise bucket_server.Refused(507, "XMinioStorageFull")

    store.shelf.on_part = full
    with pytest.raises(StoreAway, match="no more room"):
        bucket.put("film", file, sha_of(file), "video/mp4")
    assert (store.shelf.keys(), store.shelf.uploads) == ([], {})


@pytest.mark.parametrize("size", [9, PART + 9])
def test_bytes_that_are_not_what_their_name_says_get_no_name_there(
    bucket: Bucket, store: BucketServer, tmp_path: Path, size: int
) -> None:
    file = _file(tmp_path, bytes(size))
    with pytest.raises(StoreAway, match="changed"):
        bucket.put("film", file, hashlib.sha256(b"another").hexdigest(), "video/mp4")
    assert (store.shelf.keys(), store.shelf.uploads) == ([], {})


def test_what_the_environment_says_to_other_programs_is_not_heard(
    make_bucket: BucketOf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = {
        "AWS_ACCESS_KEY_ID": "AKOTHER",
        "AWS_SECRET_ACCESS_KEY": "wrong",
        "AWS_SESSION_TOKEN": "anothers",
        "AWS_REGION": "elsewhere",
        "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1",
        "AWS_SKIP_SIGNATURE": "true",
        "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true",
        "AWS_UNSIGNED_PAYLOAD": "true",
    }
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    file, bucket = _file(tmp_path, b"film"), make_bucket()
    bucket.put("film", file, sha_of(file), "video/mp4")
    assert bucket.get("film", BytesIO()) == sha_of(file)


def test_a_store_that_answers_not_found_without_saying_what_has_lost_nothing(
    bucket: Bucket, store: BucketServer
) -> None:
    store.shelf.trouble = (404, "")
    with pytest.raises(StoreAway):
        bucket.get("film", BytesIO())


def test_a_bucket_that_was_let_go_is_not_used_any_more(bucket: Bucket) -> None:
    bucket.close()
    with pytest.raises(StoreAway, match="not used any more"):
        bucket.look("film")


def test_without_the_package_it_is_said_how_to_install_it(
    make_bucket: BucketOf, monkeypatch: pytest.MonkeyPatch, store: BucketServer
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "obstore"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "core.store.s3")
    for name, value in store.settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadInput) as told:
        media_of(Settings(_env_file=None))
    assert "pip install 'video-story[s3]'" in told.value.next_step


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("MEDIA_URL", wrong) for wrong in ("s3://films/a//b", "s3://films/a/../b", "s3://fi lms")],
        *[
            ("MEDIA_ENDPOINT", wrong)
            for wrong in ("store", "ftp://store", "http://", "http://a b", "http://a:x")
        ],
        *[(key, "wörd") for key in ("MEDIA_ACCESS_KEY", "MEDIA_SECRET_KEY", "MEDIA_REGION")],
        ("MEDIA_ACCESS_KEY", "two words"),
    ],
)
def test_a_setting_of_which_no_request_can_be_made_is_refused_at_once(
    make_bucket: BucketOf, name: str, value: str
) -> None:
    with pytest.raises(BadInput, match=name):
        make_bucket(**{name: value})


def test_an_address_that_the_library_gives_up_on_is_a_store_that_is_away(make_bucket: BucketOf) -> None:
    with pytest.raises(StoreAway, match="MEDIA_ENDPOINT"):
        make_bucket(MEDIA_ENDPOINT="http://127.0.0.1:99999").look("film")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system itself says whom it trusts")
def test_https_is_checked_by_the_authorities_of_the_machine(
    make_bucket: BucketOf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ours, another = (authority(tmp_path / name) for name in ("ours", "another"))
    store, tls = BucketServer(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(ours / "server.pem")
    store.start(tls)
    place = {**store.settings, "MEDIA_ENDPOINT": store.settings["MEDIA_ENDPOINT"].replace("http:", "https:")}
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "nothing"))
    try:
        monkeypatch.setenv("SSL_CERT_FILE", str(another / "authority.pem"))
        with pytest.raises(StoreAway, match="does not trust"):
            make_bucket(**place).look("film")
        monkeypatch.setenv("SSL_CERT_FILE", str(ours / "authority.pem"))
        trusting = make_bucket(**place)
        assert trusting.look("film") is None
        trusting.close()
    finally:
        store.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system itself says whom it trusts")
def test_a_machine_that_trusts_nobody_says_so_and_can_do_without_https(
    make_bucket: BucketOf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("SSL_CERT_DIR", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "nothing"))
    with pytest.raises(BadInput, match="authority"):
        make_bucket(MEDIA_ENDPOINT="https://127.0.0.1:1")
    assert make_bucket().look("film") is None


def authority(folder: Path) -> Path:
    """A folder with an authority's certificate, and a server's by it with its key."""
    folder.mkdir()
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("authority", "store")]
    now = datetime.now(UTC)
    made = []
    for key, name, top in zip(keys, names, (True, False), strict=True):
        begun = x509.CertificateBuilder(names[0], name, key.public_key(), x509.random_serial_number())
        spanned = begun.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        home = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        told = spanned.add_extension(x509.BasicConstraints(top, None), True).add_extension(home, False)
        made.append(told.sign(keys[0], hashes.SHA256()).public_bytes(Encoding.PEM))
    secret = keys[1].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "authority.pem").write_bytes(made[0])
    (folder / "server.pem").write_bytes(made[1] + secret)
    return folder


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
