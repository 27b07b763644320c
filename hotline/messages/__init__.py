"""Short messages to citizens and staff: their words, the outbox, gateways' receipts."""
