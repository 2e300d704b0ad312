"""The writers: one module an output, each asks the model and returns text."""
