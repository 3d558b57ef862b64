"""Facts on pairs, one module a kind; the ledger that gathers them; the verdict that reads it."""
