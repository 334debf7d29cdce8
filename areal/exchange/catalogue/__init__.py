"""The catalogue as files: GeoJSON, GeoPackage, CSV, XLSX and GeoParquet, each explaining itself."""

from areal.exchange.catalogue.content import Content, as_of, published
from areal.exchange.catalogue.formats import FORMATS, Format, unfit, write
from areal.exchange.catalogue.geopackage import dated

__all__ = ["FORMATS", "Content", "Format", "as_of", "dated", "published", "unfit", "write"]
