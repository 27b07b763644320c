"""The one door back to the switch: a person's verb places an order row, the controller's door claims and does it."""
