"""What a hotline is: words, rules, records, people's verbs and jobs. No telephone protocol and no web framework here."""
