"""The project: settings, addresses, the Celery application and the private engines of a laptop."""
