"""Fetch layers from the services that keep them: asked by GDAL, let out through a guarded door."""
