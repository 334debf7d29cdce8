"""Files staff send in on the web: kept for a while, read, checked and loaded in the background."""
