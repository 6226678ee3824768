"""Closing a time: whom it hits, what becomes of them, what families read of it."""
