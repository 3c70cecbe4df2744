"""Great-circle distance, the one measure by which a Taalhuis is near or far."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

# IUGG mean radius; the earth is taken as a ball, which is off by at most 0.5%.
EARTH_RADIUS_KM = 6371.0088


def distance_km(latitude_1: float, longitude_1: float, latitude_2: float, longitude_2: float) -> float:
    """Kilometres along the great circle between two points in degrees (haversine formula)."""
    phi_1, phi_2 = radians(latitude_1), radians(latitude_2)
    half_phi, half_lambda = (phi_2 - phi_1) / 2, radians(longitude_2 - longitude_1) / 2
    chord = sin(half_phi) ** 2 + cos(phi_1) * cos(phi_2) * sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
