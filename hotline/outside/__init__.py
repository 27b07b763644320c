"""One file a foreign system; each fails in one way (`hotline.ports.GatewayError`)."""
