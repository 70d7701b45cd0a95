"""Fifth stage: hits and decisions become something that can be cited."""
