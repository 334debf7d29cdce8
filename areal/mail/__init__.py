"""E-mail, for those who set a server: letters leave by it or not at all."""
