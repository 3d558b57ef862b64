"""Which pairs of articles are worth a closer look: classes of equal ones, and three channels.

Each channel is one module and gives ``Candidates``; ``gather`` makes one list of them.
"""
