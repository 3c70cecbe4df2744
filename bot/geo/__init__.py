"""From a postcode, a name or a shared location to a coordinate, and the files that such data comes in."""
