"""`spuk dienst`: the commands for another program, over HTTP: callers, a queue, child processes, kept results."""
