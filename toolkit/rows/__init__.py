"""Files of rows and folders of runs, read line by line, held against their schemas and against each other."""
