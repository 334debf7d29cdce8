"""Columns as plain values: text, numbers, yes/no and lists of text; dates as ISO text."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from areal.ingest.reading.contract import Limits
from areal.ingest.reading.refused import FileRefused

_is = pa.types


def can_be_plain(kind: pa.DataType) -> bool:
    """Return whether a column of this type is read at all."""
    return _converter(kind) is not None


def plain(name: str, column: pa.Array, limits: Limits) -> pa.Array:
    """Return a column as one of a few types; refuse a text that is too long."""
    convert = _converter(column.type)
    if convert is None:
        return pa.nulls(len(column), pa.large_string())
    done = convert(column)
    texts = done.flatten() if _is.is_list(done.type) else done
    if _is.is_large_string(texts.type) and len(texts):
        longest = pc.max(pc.binary_length(texts)).as_py() or 0
        if longest > limits.max_text:
            raise FileRefused("text_too_long", name=name, limit=limits.max_text)
    return done


def _converter(kind: pa.DataType) -> Callable[[pa.Array], pa.Array] | None:
    if _is.is_null(kind) or _is.is_string(kind) or _is.is_large_string(kind):
        return _text
    if _is.is_boolean(kind) or _is.is_integer(kind):
        return _same
    if _is.is_floating(kind) or _is.is_decimal(kind):
        return _number
    if _is.is_temporal(kind) and not _is.is_duration(kind) and not _is.is_interval(kind):
        return _date
    if _is.is_dictionary(kind):
        return _dictionary if can_be_plain(kind.value_type) else None
    if _is.is_list(kind) or _is.is_large_list(kind):
        value = kind.value_type
        return _texts if can_be_plain(value) and not _is.is_nested(value) else None
    return None


def _same(column: pa.Array) -> pa.Array:
    return column


def _text(column: pa.Array) -> pa.Array:
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:  # a table of old may cut a text in the middle of a letter
        texts = [_whole(each) for each in column.cast(pa.large_binary()).to_pylist()]
        return pa.array(texts, pa.large_string())
    return column.cast(pa.large_string())


def _whole(text: bytes | None) -> str | None:
    return None if text is None else text.decode("utf-8", "replace").rstrip("\ufffd")


def _number(column: pa.Array) -> pa.Array:
    """Return real numbers; what is none, as GDAL gives for an empty one, is nothing."""
    numbers = column.cast(pa.float64())
    return pc.if_else(pc.is_finite(numbers), numbers, pa.scalar(None, pa.float64()))


def shortened(column: pa.Array) -> pa.Array:
    """Return ISO texts of moments without a fraction of nothing, and midnight as the date alone."""
    if not (_is.is_string(column.type) or _is.is_large_string(column.type)):
        return column
    whole = pc.replace_substring_regex(column, r"\.0+($|Z|[+-])", r"\1")
    return pc.replace_substring_regex(whole, r"T00:00:00$", "")


def _date(column: pa.Array) -> pa.Array:
    if _is.is_timestamp(column.type):
        whole = column.cast(pa.timestamp("us", column.type.tz), safe=False)
        texts = [None if each is None else each.isoformat() for each in whole.to_pylist()]
        return shortened(pa.array(texts, pa.large_string()))
    return column.cast(pa.string()).cast(pa.large_string())


def _dictionary(column: pa.Array) -> pa.Array:
    values = column.dictionary_decode()
    convert = _converter(values.type)
    return values if convert is None else convert(values)


def _texts(column: pa.Array) -> pa.Array:
    return column.cast(pa.list_(pa.large_string()))
