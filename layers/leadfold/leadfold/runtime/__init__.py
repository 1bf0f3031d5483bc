"""What a function runs on: AWS clients, environment, configuration, access, queues.

Begin reading at ``wiring``.
"""
