"""Reaching a person: who comes first, who is there, the life of a case, and the desk where staff work. Knows neither bot, flows nor nlu."""
