"""One file per external system; all fail with `hotline.ports.GatewayError`."""
