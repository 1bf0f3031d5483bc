"""A lead comes in, and ends on one card, in quarantine or parked. Begin reading at ``take_in``."""
