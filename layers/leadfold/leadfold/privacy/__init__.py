"""People's data: erased, kept for so long, restricted. Begin reading at ``erasing``."""
