"""The bundled surveys: simulated responses that meet the published figures."""
