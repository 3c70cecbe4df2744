"""One module for each thing that is stored. A query never commits: the service that calls it does."""
