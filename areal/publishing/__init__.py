"""From draft to public and back: moves, consents, verification, tasks, and what comes by itself."""
