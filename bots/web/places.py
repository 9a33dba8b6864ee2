"""Where somebody is, as channels tell it: "latitude,longitude" instead of a file. Pure."""

from core.errors import ContentRejected


def spot_of(ref: str) -> str:
    """The same to the metre, as a page may put it into an address. Raises: ContentRejected: no place on earth."""
    try:
        latitude, longitude = (float(part) for part in ref.split(","))
    except ValueError:
        raise ContentRejected("a location without latitude and longitude") from None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ContentRejected("a location that is nowhere on earth")
    return f"{latitude:.6f},{longitude:.6f}"
