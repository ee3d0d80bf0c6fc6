"""What a plugin imports: packages under the names that they have on a server, for the child process only."""
