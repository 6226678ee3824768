"""Inmates as the office knows them: found, listed, away, barred. Each look is written down."""
