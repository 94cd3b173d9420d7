import threading
from contextlib import contextmanager

from urllib3.exceptions import HTTPError

from tests.production.stack import NEVER_KEPT


@contextmanager
def visitors(stack, path=NEVER_KEPT, count=4):
    """Ask for a page without pause; what they were answered is in the list in the end."""
    answers, done = [], threading.Event()

    def ask():
        while not done.is_set():
            answers.append(status(stack, path))

    threads = [threading.Thread(target=ask) for __ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        done.set()
        for thread in threads:
            thread.join()


def status(stack, path):
    """The status, or why there is none."""
    try:
        return stack.status(path)
    except HTTPError as error:
        return repr(error)
