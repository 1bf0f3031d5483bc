"""What a lead costs, and who is who: `python -m tests.bench`, or `make bench`.

``outcomes``     round trips and write units of everything that a lead can become; exact
``handler_cpu``  CPU of the intake handler against the SDK calls that it must make
``cold_start``   CPU of a fresh process that answers its first lead, against bare boto3
``cost``         what a million leads cost on AWS, from these figures
``identity``     how well and how fast `leadfold testwash` finds duplicates, by kind of error
``peers``        the same through Splink; only where asked for: it installs it, and takes minutes

The rows of ``identity`` are made by ``leads`` and ``records``, from ``people`` and the words of
``tables``, and spoiled by ``changes``; ``score`` tells what came of them. Equal ``--rows`` and
``--seed`` make equal rows. `--words holdout` has other names and more errors: for the last look.

Times vary with the machine and with what else it does, so they are compared as ratios of minima,
and no test asserts one.
"""
