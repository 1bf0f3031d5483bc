"""A person is forgotten, step by step, whatever dies meanwhile. Begin reading at ``lifecycle``."""
