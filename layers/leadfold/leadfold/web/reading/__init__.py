"""Calls that read: cards, lists, searches, timelines and deliveries. Begin reading at ``cards``."""
