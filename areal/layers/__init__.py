"""Map layers: their registration, their loading as versions, and plain facts about them."""
