"""Services that help: which countries a person can mean, which services there are, and in what order they are named."""
