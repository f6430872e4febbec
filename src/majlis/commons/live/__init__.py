"""Live pages: what changes in a record reaches everybody who follows it, by server-sent events.

A room registers a kind of record, and its verbs publish::

    channels.register("meeting", fragment=meeting_fragment, version=meeting_version)  # in ready()

    channels.publish(meeting.record)  # in a verb

Its page includes ``live/page.html`` around the region that changes. docs/explanation/live.md explains the rest.
"""
