from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils.encoding import force_bytes


class WholeFileStorage(FileSystemStorage):
    """Uploads on a disk: what could not be written to its end, as the disk is full, is gone.

    Django leaves it there, where nobody would ever look for it.
    """

    def _save(self, name, content):
        name = super()._save(name, ContentFile(b""))  # so that nobody else takes the name
        try:
            with self.open(name, "wb") as file:
                file.writelines(map(force_bytes, content.chunks()))
        except BaseException:
            self.delete(name)
            raise
        return name
