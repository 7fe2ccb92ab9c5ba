"""Links of finished films: good for one film, for a while, and only as they were made."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from core.errors import NotAllowed
from core.studio import Links, shares_disk
from core.studio.links import LINK_SECONDS

SHA = "ab" * 32


def opened(links: Links, address: str, sha: str = SHA, variant: str = "original") -> str:
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    return links.checked("p_1", variant, sha, lambda name: query.get(name, ""))


def test_a_link_tells_whose_it_is_until_it_ends(tmp_path: Path) -> None:
    links = replace(Links.of(tmp_path), clock=lambda: 1_000_000.0)
    address, until = links.address("tg:1", "p_1", "original", SHA)
    assert address.startswith(f"/films/p_1/original/{SHA}.mp4?")
    assert opened(links, address) == "tg:1"
    assert until.timestamp() == 1_000_000 + LINK_SECONDS
    later = replace(links, clock=lambda: 1_000_001.0 + LINK_SECONDS)
    with pytest.raises(NotAllowed, match="any more"):
        opened(later, address)


def test_a_link_opens_no_other_film_and_no_other_house(tmp_path: Path) -> None:
    links = Links.of(tmp_path / "one")
    address, _ = links.address("tg:1", "p_1", "original", SHA)
    for tried in (
        lambda: opened(links, address, sha="cd" * 32),
        lambda: opened(links, address, variant="chat"),
        lambda: opened(links, address.replace("u=", "u=dG")),
        lambda: opened(links, address.split("?")[0]),
        lambda: opened(Links.of(tmp_path / "two"), address),
    ):
        with pytest.raises(NotAllowed):
            tried()


def test_the_key_stays_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    assert Links.of(tmp_path).key == Links.of(tmp_path).key
    assert stat.S_IMODE((tmp_path / "links.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["links.key"]


@pytest.mark.parametrize(
    ("headers", "host", "shared"),
    [
        ({}, "127.0.0.1", True),
        ({}, "::1", True),
        ({}, "192.0.2.7", False),
        ({"X-Forwarded-For": "192.0.2.7"}, "127.0.0.1", False),
        ({}, "", False),
    ],
)
def test_only_who_comes_from_this_machine_itself_shares_its_disk(
    headers: dict[str, str], host: str, shared: bool
) -> None:
    assert shares_disk(headers, host) is shared
