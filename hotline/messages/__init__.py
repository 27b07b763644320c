"""Short messages to citizens and staff: their texts, the outbox, gateways' receipts."""
