"""The local stack: what `make up` and its neighbours run. Nothing here is deployed to AWS."""
