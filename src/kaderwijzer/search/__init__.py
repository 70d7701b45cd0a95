"""Third stage: documents become an index, and questions find sentences in it."""
