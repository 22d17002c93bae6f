"""The demo's screenings; everything goes through the use cases."""
