"""Measures whether answers are right; see README.md in this folder."""
