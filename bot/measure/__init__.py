"""`quietline bench`: how fast a turn is, as a ratio to a bare web server that commits one row, measured in the same run."""
