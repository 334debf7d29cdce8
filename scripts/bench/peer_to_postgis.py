"""Load a file with geopandas: ``python -m bench.peer_to_postgis FILE URL`` prints the time.

Reading is inside, as it is for the import; runs in the environment of the peers.
"""

from __future__ import annotations

import json
import sys
import time

import geopandas
import sqlalchemy

from bench.measure import memory


def main() -> None:
    """Read the file, write it with ``to_postgis``, and tell seconds and memory."""
    engine = sqlalchemy.create_engine(sys.argv[2])
    began = time.perf_counter()
    frame = geopandas.read_file(sys.argv[1], engine="pyogrio")
    frame.to_postgis("areas", engine, schema="peer", if_exists="replace")
    print(json.dumps({"seconds": time.perf_counter() - began, "memory_mb": memory()}))


main()
