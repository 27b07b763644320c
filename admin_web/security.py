"""Response headers that forbid the browser whatever our pages do not need."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
        "img-src 'self' data:"
    ),
    "Referrer-Policy": "same-origin",
}
