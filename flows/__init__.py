"""What can be said: flows in YAML and the pure engine that walks them. Knows neither bot, escalation nor nlu; imports only locales."""
