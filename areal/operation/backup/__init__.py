"""One file with everything of an installation: made whole or not at all, put back the same way."""
