"""People are forgotten, kept no longer than said, or not used. Begin reading at ``erasing``."""
