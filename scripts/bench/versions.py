"""Versions of installed packages, as JSON: ``python -m bench.versions NAME ...``."""

import json
import sys
from importlib.metadata import version

if __name__ == "__main__":
    told = {name: version(name) for name in sys.argv[1:]}
    if "shapely" in told:
        import shapely

        told["geos"] = shapely.geos_version_string
    print(json.dumps(told))
