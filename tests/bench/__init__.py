"""What a lead costs: `python -m tests.bench`, or `make bench`.

``outcomes``     round trips and write units of everything that a lead can become; exact
``handler_cpu``  CPU of the intake handler against the SDK calls that it must make
``cold_start``   CPU of a fresh process that answers its first lead, against bare boto3
``cost``         what a million leads cost on AWS, from these figures

Times vary with the machine and with what else it does, so they are compared as ratios of minima,
and no test asserts one.
"""
