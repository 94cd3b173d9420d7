from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils.encoding import force_bytes


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
