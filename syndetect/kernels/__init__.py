"""Inner loops: arrays in, arrays out, compiled by numba; nothing here knows what a row means."""

from syndetect.kernels.cache import keep_in_turn, settle

settle()  # before the first of them is made
keep_in_turn()
