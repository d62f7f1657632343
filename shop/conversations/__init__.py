"""Conversations: a turn belongs to the conversation, not to whoever happens to read it.

`store` keeps turns and events in the tables, `live` holds the turns this process works on and wakes their readers,
`runner` works them through, `reading` follows them from any process.
"""
