"""A file of any kind → rows under recognised columns. Begin reading at ``opening``."""
