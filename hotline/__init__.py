"""What a hotline is: words, rules, records, verbs of people and jobs. No telephone protocol, no web framework."""
