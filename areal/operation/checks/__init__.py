"""The checks of `areal doctor`, by what they look at; each yields findings and changes nothing."""
