"""The gate: drops judged by what the ladder says of them, findings told in the formats of CI systems."""
