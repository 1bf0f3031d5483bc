"""One module a platform: its payload in, a ``Lead`` out. Begin reading at ``platforms``."""
