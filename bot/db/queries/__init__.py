"""The queries, one module for each aggregate; a query never commits."""
