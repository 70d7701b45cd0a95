"""Text → citations, and citations → where they stand."""
