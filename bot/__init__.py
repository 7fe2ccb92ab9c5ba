"""The Telegram face: makes films in a chat. An empty room so far."""
