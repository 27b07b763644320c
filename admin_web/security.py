"""Headers that keep a browser from doing what our pages never ask of it."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
        "img-src 'self' data:"
    ),
    "Referrer-Policy": "same-origin",
}
