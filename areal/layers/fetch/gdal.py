"""The three things of GDAL that pyogrio keeps to itself: the count, the last error, its library.

A service that fails in the midst of its pages looks, through a stream of features, like one that
has no more of them: GDAL notes the error and ends the stream. So does a server that cuts answers
short. Both would leave half a layer that looks whole.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_VECTOR = 0x04
_FAILURE = 3
Extent = tuple[float, float, float, float]


@cache
def _library() -> ctypes.CDLL:
    """Return the library pyogrio has loaded."""
    import pyogrio._ogr  # noqa: F401, PLC0415 - loads it

    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        if "libgdal" in line:
            return _typed(ctypes.CDLL(line.split(maxsplit=5)[-1]))
    raise OSError("GDAL is not loaded from a library of its own")


def _typed(gdal: ctypes.CDLL) -> ctypes.CDLL:
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_double
    texts = ctypes.POINTER(ctypes.c_char_p)
    for name, result, arguments in (
        ("CPLGetLastErrorType", ctypes.c_int, []),
        ("CPLGetLastErrorMsg", text, []),
        ("GDALOpenEx", pointer, [text, ctypes.c_uint, texts, texts, texts]),
        ("GDALClose", ctypes.c_int, [pointer]),
        ("GDALDatasetGetLayer", pointer, [pointer, ctypes.c_int]),
        ("GDALDatasetGetLayerByName", pointer, [pointer, text]),
        ("OGR_L_SetSpatialFilterRect", None, [pointer, number, number, number, number]),
        ("OGR_L_SetAttributeFilter", ctypes.c_int, [pointer, text]),
        ("OGR_L_GetFeatureCount", ctypes.c_int64, [pointer, ctypes.c_int]),
    ):
        function = getattr(gdal, name)
        function.restype, function.argtypes = result, arguments
    return gdal


def last_failure() -> str | None:
    """Return what GDAL last failed at in this thread, if nothing has gone well since."""
    gdal = _library()
    if gdal.CPLGetLastErrorType() < _FAILURE:
        return None
    return str(gdal.CPLGetLastErrorMsg().decode("utf-8", "replace")) or "unnamed error"


def count(
    name: str,
    layer: str | None,
    drivers: Sequence[str],
    options: Mapping[str, str],
    extent: Extent | None,
    where: str | None,
) -> int | None:
    """Return how many features the service says there are; None when it does not tell."""
    gdal = _library()
    listed = [f"{key}={value}" for key, value in options.items()]
    dataset = gdal.GDALOpenEx(name.encode(), _VECTOR, _array(drivers), _array(listed), None)
    if not dataset:
        return None
    try:
        found = (
            gdal.GDALDatasetGetLayer(dataset, 0)
            if layer is None
            else gdal.GDALDatasetGetLayerByName(dataset, layer.encode())
        )
        if not found:
            return None
        if extent is not None:
            gdal.OGR_L_SetSpatialFilterRect(found, *extent)
        if where is not None and gdal.OGR_L_SetAttributeFilter(found, where.encode()) != 0:
            return None
        told = int(gdal.OGR_L_GetFeatureCount(found, 0))
    finally:
        gdal.GDALClose(dataset)
    return told if told >= 0 else None


def _array(texts: Sequence[str]) -> ctypes.Array[ctypes.c_char_p]:
    items = [text.encode() for text in texts]
    return (ctypes.c_char_p * (len(items) + 1))(*items, None)
