"""The gate: rows and runs validated, drops judged, findings told in the formats of CI systems."""
