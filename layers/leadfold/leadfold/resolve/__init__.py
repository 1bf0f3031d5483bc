"""Who is it, asked of the store, and which card is it now. Begin reading at ``candidates``."""
