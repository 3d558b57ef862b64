"""Readers of formats, one module each: a binary stream in, rows of fields out.

Each has ``rows(file, name, columns, ledger)``: *file* is read forwards only and once, *name* is
what messages call it; a row is its number, from 1, and the fields of one article under our names.
What is broken is a skip in the ledger, never an exception, and what stands before it is kept.
Memory does not grow with the file.
"""
