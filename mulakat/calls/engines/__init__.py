"""How media travels, behind one admission and one desk. `adapter.py` says what an engine is.

`peer`: browser to browser, the terminal as hub. `jitsi`: after *Let in*, a meeting at the state's
Jitsi Meet; the officer's look before it stays with `peer`.
"""
