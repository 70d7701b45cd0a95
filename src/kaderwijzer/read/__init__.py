"""First stage: files become documents with exact offsets."""
