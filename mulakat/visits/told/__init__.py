"""What a visitor is told: the messages by cause, their facts, and how each is queued."""
