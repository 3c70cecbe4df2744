"""Taalwijzer: from a hard letter to the nearest Taalhuis."""
