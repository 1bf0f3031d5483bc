"""The rules of cards: what a lead changes on one, who works it, by when. Pure functions."""
