"""Shared by both webs: translations, a connection per request, error responses, headers, callers."""
