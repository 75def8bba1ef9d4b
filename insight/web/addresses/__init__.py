"""Views at addresses of their own: read from a link, drawn without a session, embedded."""
