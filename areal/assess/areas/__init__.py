"""Areas that are in no catalogue: read from a file or a list of coordinates, and kept nowhere.

The modules are imported one by one: the process that reads a stranger's file imports little.
"""
