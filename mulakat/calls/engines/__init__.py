"""How media travels. Only `peer` so far: browser to browser, the terminal as hub. A Jitsi
engine would stand beside it, behind the same admission and the same desk.
"""
