"""Files that strangers send: what every reader of them shares, whoever asks.

Nothing here knows of the catalogue, of a check or of an import.
"""
