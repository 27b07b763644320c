"""Services for callers besides the call itself: call-backs, contact with a judge, their cases, enquiries."""
