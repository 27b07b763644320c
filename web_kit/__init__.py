"""What both webs are built with: translations, a connection for each request, answers to errors, headers."""
