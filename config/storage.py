"""Static files with content hashes in their names, compressed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names; a file that third-party CSS refers to but does not ship is left as it is."""

    manifest_strict = False
