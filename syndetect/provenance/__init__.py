"""From relations to history: direction, unseen sources, parents, families, voices."""
