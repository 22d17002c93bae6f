"""What the demo is built of; everything goes through the use cases."""
