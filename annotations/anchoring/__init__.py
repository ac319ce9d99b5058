"""Finding a passage again: quote and text in, today's place, status and confidence out. Pure."""
