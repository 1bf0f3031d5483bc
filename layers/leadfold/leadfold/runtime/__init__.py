"""What a function runs on: AWS clients, settings, access, queues. Begin reading at ``wiring``."""
