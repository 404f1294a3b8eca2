"""Understanding: from one message to language, intent and triggers; pure, offline, remembers nothing."""
