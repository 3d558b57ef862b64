"""syndetect: which news outlets rewrote which source."""
