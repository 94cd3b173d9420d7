import threading
from contextlib import contextmanager

from urllib3.exceptions import HTTPError

from tests.production.stack import UNCACHED


@contextmanager
def visitors(stack, path=UNCACHED, count=4):
    """Request a page continuously in `count` threads; the list collects the statuses."""
    statuses, done = [], threading.Event()

    def request():
        while not done.is_set():
            statuses.append(status(stack, path))

    threads = [threading.Thread(target=request) for __ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        done.set()
        for thread in threads:
            thread.join()


def status(stack, path):
    """The status of the response, or the error."""
    try:
        return stack.status(path)
    except HTTPError as error:
        return repr(error)
