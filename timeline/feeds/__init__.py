"""Events as bytes in the formats that other programs read."""
