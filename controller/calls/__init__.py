"""One call: its states, its decisions and the lane that does them."""
