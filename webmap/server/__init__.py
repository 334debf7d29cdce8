"""How the pages are served: gunicorn's settings, its patience, logs and measurements."""
