"""The only way from web users to the switch: a verb inserts an order row, the controller carries it out."""
