"""Turns: as many pages are made at a time as there are processors.

Where more visitors ask in one instant each is served sooner than if all shared the processors and ended
together. (A module of its own: Streamlit runs `main.py` anew for each page, and imports this once.)
"""

from __future__ import annotations

import os
import threading

TURNS = threading.Semaphore(os.cpu_count() or 1)
