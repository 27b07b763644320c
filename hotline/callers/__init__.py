"""What is done for callers besides the talk: call-backs, contact with a judge, their cases, enquiries."""
