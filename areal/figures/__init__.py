"""Figures without people: how often sites are shown and chosen, what is sought, how it goes."""
