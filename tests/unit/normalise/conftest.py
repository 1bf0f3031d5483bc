"""The first example of a run imports what is imported late, so time says nothing here."""

from hypothesis import settings

settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")
