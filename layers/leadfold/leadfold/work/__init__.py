"""What people do with cards, tasks and suggestions. Begin reading at ``editing``."""
