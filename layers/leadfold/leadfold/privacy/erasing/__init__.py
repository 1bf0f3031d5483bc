"""The erasure of a person, step by step, safe against crashes. Begin reading at ``lifecycle``."""
