"""What was done, for people to look at: a document in the terminal, a run as one page in a browser."""
