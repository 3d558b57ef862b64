"""From what people have on disk, or in Python, to articles: files, tables, pages, records.

Reading alters no body. What cannot be read is skipped and named; nothing here touches a network.
"""

from syndetect.ingest.collection import Collection
from syndetect.ingest.files import collect, read_one
from syndetect.ingest.records import from_records

__all__ = ["Collection", "collect", "from_records", "read_one"]
