"""Scripts that make the recogniser's package data. For development only: no wheel holds this folder."""
