"""The rules of cards: what a lead changes, who works it, by when. Begin reading at ``changes``."""
