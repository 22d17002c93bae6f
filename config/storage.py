"""Static files with content hashes in their names, compressed."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names; a file that third-party CSS refers to but does not ship is left as it is."""

    manifest_strict = False


class DemoStaticFilesStorage(ManifestStaticFilesStorage):
    """The same without the compression, which takes longer than everything else in the start of the demo."""

    manifest_strict = False
