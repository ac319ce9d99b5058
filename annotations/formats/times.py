"""Times as formats write them: ISO 8601 in UTC out, whatever is like it in."""

from __future__ import annotations

from datetime import UTC, datetime


def written(time: datetime) -> str:
    """`2026-01-05T09:00:00Z`, with as many digits of the second as it has."""
    return f"{time.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"


def read(value: object) -> datetime | None:
    """A time as a file gives it, in UTC; None for what is none. A time without a zone is taken to be UTC."""
    if isinstance(value, bool):
        return None
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, UTC)
        if not isinstance(value, str):
            return None
        time = datetime.fromisoformat(value.strip())
    except (ValueError, OverflowError, OSError):
        return None
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
