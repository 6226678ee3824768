"""A visit that meets by Jitsi Meet: tokens, the meeting's page, what Jitsi's server asks and tells.

Waiting room, admission and end stay ours; docs/jitsi.md says what Jitsi can enforce and what not.
"""
