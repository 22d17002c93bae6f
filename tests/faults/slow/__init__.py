"""Makes rendering slow when asked to, so that there is time to kill the worker in the middle of it."""
