import brotli
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils.encoding import force_bytes
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class WholeFileStorage(FileSystemStorage):
    """Deletes a file that could not be written completely, for example on a full disk.

    Django would leave the partial file behind, with nothing that refers to it.
    """

    def _save(self, name, content):
        name = super()._save(name, ContentFile(b""))  # reserves the name
        try:
            with self.open(name, "wb") as file:
                file.writelines(map(force_bytes, content.chunks()))
        except BaseException:
            self.delete(name)
            raise
        return name


class StaticFilesCompressor(Compressor):
    """Level 11, WhiteNoise's, is a twelfth smaller, but takes 38 seconds for all files, not 3."""

    @staticmethod
    def compress_brotli(data):
        return brotli.compress(data, quality=9)


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    def create_compressor(self, **options):
        return StaticFilesCompressor(**options)
