"""Requests written down for a caller, at the counter or at the gate: staff/assist/.

Under the staff's own sign-in, so that every request has one person's name. Nothing here looks
for an inmate.
"""
