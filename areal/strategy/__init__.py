"""The strategy as data: typed rules read from YAML, one kind of rule a file."""
