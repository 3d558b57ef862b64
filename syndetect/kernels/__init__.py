"""Inner loops: arrays in, arrays out, compiled by numba; nothing here knows what a row means."""
