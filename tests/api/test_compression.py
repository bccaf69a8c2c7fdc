"""Compression by Accept-Encoding: the same bytes in the coding that the client likes best, each with a tag of its own."""

import gzip

import pytest
import zstandard

from api.http.compression import ENCODINGS, SMALLEST

LARGE, SMALL = "/v1/events?limit=1000", "/v1/events?fields=id&limit=1&format=csv"
DECODERS = {
    None: bytes,
    "gzip": gzip.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}
CODINGS = ["identity", *ENCODINGS]


def asked(client, path, accepted, method="GET", **headers):
    """The answer, read to its end."""
    told = headers if accepted is None else {"Accept-Encoding": accepted, **headers}
    return client.open(path, method=method, headers=told, buffered=True)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (None, None),
        ("", None),
        ("identity", None),
        ("br", None),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate", "gzip"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("gzip;q=0.5, zstd;q=0.8, br", "zstd"),
        ("gzip;q=0, zstd;q=0", None),
        ("gzip;q=0.2, identity;q=0.9", None),
        ("gzip;q=0.9, identity;q=0.2", "gzip"),
        ("identity;q=0", None),
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0, *", "zstd"),
        ("*", "zstd"),
        ("*;q=0", None),
        ("zstd;q=0, *", "gzip"),
        ("*;q=0, gzip", "gzip"),
    ],
)
def test_the_coding_is_the_best_that_is_accepted(client, accepted, coding):
    answer = asked(client, LARGE, accepted)
    assert (answer.status_code, answer.content_encoding) == (200, coding)
    assert DECODERS[coding](answer.data) == client.get(LARGE).data


@pytest.mark.parametrize("path", [LARGE, "/v1/events?limit=all", "/v1/events?limit=all&format=parquet", "/v1/locations?format=geojson"])
@pytest.mark.parametrize("coding", ENCODINGS)
def test_a_compressed_answer_is_the_plain_one(client, path, coding):
    plain, compressed = asked(client, path, "identity"), asked(client, path, coding)
    assert DECODERS[coding](compressed.data) == plain.data
    assert (compressed.content_type, compressed.content_encoding) == (plain.content_type, coding)


@pytest.mark.parametrize("coding", ENCODINGS)
def test_a_whole_answer_tells_the_length_of_what_is_sent(client, coding):
    answer = asked(client, LARGE, coding)
    assert answer.content_length == len(answer.data) < len(client.get(LARGE).data) / 2


def test_a_small_answer_is_not_compressed(client):
    for path in (SMALL, "/v1/events/kazakhstan:nowhere"):
        answer = asked(client, path, "gzip")
        assert answer.content_encoding is None
        assert answer.data == client.get(path).data
        assert len(answer.data) < SMALLEST


@pytest.mark.parametrize("path", [LARGE, "/v1/events?limit=all"])
def test_each_coding_has_its_own_tag_which_holds_for_it_alone(client, path):
    tags = {coding: asked(client, path, coding).headers["ETag"] for coding in CODINGS}
    assert len(set(tags.values())) == len(CODINGS)
    for mine in CODINGS:
        for other in CODINGS:
            answer = asked(client, path, mine, **{"If-None-Match": tags[other]})
            assert answer.status_code == (304 if mine == other else 200)


@pytest.mark.parametrize("path", [LARGE, SMALL, "/v1/events?limit=all&format=csv", "/v1/events/kazakhstan:boralday-2011"])
@pytest.mark.parametrize("coding", CODINGS)
def test_a_cache_is_told_that_the_answer_varies(client, path, coding):
    first = asked(client, path, coding)
    again = asked(client, path, coding, **{"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    for answer in (first, again):
        assert {"accept", "accept-encoding"} <= set(answer.vary.as_set())


@pytest.mark.parametrize("path", [LARGE, SMALL, "/v1/events?limit=all", "/v1/events/kazakhstan:boralday-2011"])
@pytest.mark.parametrize("coding", CODINGS)
def test_head_is_get_without_the_body_in_every_coding(client, path, coding):
    got, head = asked(client, path, coding), asked(client, path, coding, "HEAD")
    assert (head.status_code, head.data, dict(head.headers)) == (got.status_code, b"", dict(got.headers))
