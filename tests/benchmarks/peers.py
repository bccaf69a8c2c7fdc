"""The peers: an environment of its own for each, made once, and what they are told of the flat table."""

import os
import subprocess
from dataclasses import dataclass

import yaml

DEBIAN_PYTHON = "/usr/bin/python3"
"""Its sqlite3 may load extensions, as pygeoapi's provider wants it."""
SPATIALITE = "mod_spatialite"


@dataclass(frozen=True)
class Peer:
    """Packages of PyPI; `check` is Python that ends well where they can run on this machine, `lacking` says what is wanted else."""

    packages: tuple[str, ...]
    check: str = ""
    lacking: str = ""


PEERS = {
    "datasette": Peer(("datasette==0.65.5", "gunicorn==27.0.1", "uvicorn[standard]==0.54.0", "uvicorn-worker==0.4.0")),
    "pygeoapi": Peer(
        ("pygeoapi==0.21.0", "gunicorn==27.0.1"),
        f"import sqlite3; db = sqlite3.connect(':memory:'); db.enable_load_extension(True); db.load_extension('{SPATIALITE}')",
        "a /usr/bin/python3 whose sqlite3 may load extensions, and Debian's libsqlite3-mod-spatialite",
    ),
    "sqlite-utils": Peer(("sqlite-utils==4.2.1",)),
}


class Lacking(Exception):
    """A peer cannot run on this machine, with what it wants."""


def environment(name, directory):
    """The directory of the programs of a peer's environment, which is made where it is not there yet. Raises Lacking."""
    home, peer = directory / name, PEERS[name]
    stamp, wanted = home / "packages.txt", "\n".join(peer.packages)
    if subprocess.run([DEBIAN_PYTHON, "-c", peer.check], capture_output=True).returncode:
        raise Lacking(f"{name} wants {peer.lacking}")
    if not stamp.exists() or stamp.read_text() != wanted:
        subprocess.run([DEBIAN_PYTHON, "-m", "venv", "--clear", home], check=True)
        subprocess.run([home / "bin" / "python", "-m", "pip", "install", "--quiet", *peer.packages], check=True)
        stamp.write_text(wanted)
    return home / "bin"


GEOMETRY = """
import sqlite3, sys
flat, file = sys.argv[1:]
database = sqlite3.connect(file)
database.enable_load_extension(True)
database.load_extension("mod_spatialite")
database.executescript(f\"\"\"
    SELECT InitSpatialMetaData(1);
    ATTACH '{flat}' AS flat;
    CREATE TABLE events AS SELECT * FROM flat.events WHERE FALSE;
\"\"\")
definition = database.execute("SELECT sql FROM flat.sqlite_master WHERE name = 'events'").fetchone()[0]
database.executescript(f\"\"\"
    DROP TABLE events;
    {definition};
    SELECT AddGeometryColumn('events', 'geometry', 4326, 'POINT', 'XY');
    INSERT INTO events SELECT *, MakePoint(longitude, latitude, 4326) FROM flat.events;
    CREATE INDEX events_country ON events (country, year);
    SELECT CreateSpatialIndex('events', 'geometry');
    ANALYZE;
\"\"\")
"""
"""A program for pygeoapi's Python: the flat table as a SpatiaLite one, in the same order, with a spatial index."""


def configured(bin, files, port):
    """The environment that pygeoapi runs in, its files written."""
    database, config, document = (files.directory / name for name in ("pygeoapi.db", "pygeoapi.yml", "pygeoapi-openapi.yml"))
    if not database.exists() or database.stat().st_mtime < files.flat.stat().st_mtime:
        database.unlink(missing_ok=True)
        subprocess.run([bin / "python", "-c", GEOMETRY, files.flat, database], check=True, stdout=subprocess.DEVNULL)
    config.write_text(yaml.safe_dump(described(str(database), port)))
    told = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(document), "SPATIALITE_LIBRARY_PATH": SPATIALITE}
    generate = [bin / "pygeoapi", "openapi", "generate", config, "--output-file", document]
    subprocess.run(generate, check=True, env=os.environ | told, stdout=subprocess.DEVNULL)
    return told


def described(database, port):
    """pygeoapi's configuration: one collection over the flat table."""
    address, named = (
        f"http://127.0.0.1:{port}",
        {"title": {"en": "events"}, "description": {"en": "events"}, "keywords": {"en": ["events"]}},
    )
    extent = {"spatial": {"bbox": [-180, -90, 180, 90], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}
    provider = {"type": "feature", "name": "SQLiteGPKG", "data": database, "id_field": "seq", "table": "events"}
    whose = {"name": "", "url": address}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port}, "url": address, "mimetype": "application/json", "encoding": "utf-8",
            "languages": ["en"], "limits": {"default_items": 100, "max_items": 1000}, "map": {"url": address, "attribution": ""},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": named | {"terms_of_service": "", "url": address}, "license": whose, "provider": whose, "contact": whose,
        },
        "resources": {"events": named | {"type": "collection", "links": [], "extents": extent, "providers": [provider]}},
    }  # fmt: skip
