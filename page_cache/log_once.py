from .transient import is_transient

TRANSIENT_ERRORS = 3  # in a row, before they are a fault


class ToldOnce:
    """Catches faults of some kinds, tells the first in a row, and when it is over.

    If `kinds` is `Exception`, the traceback is logged too. A transient database error is reported
    only after several in a row.
    """

    def __init__(self, logger, kinds, fault, over):
        self.logger = logger
        self.kinds = kinds
        self.fault, self.over = fault, over
        self.is_lasting = False
        self.transient_errors = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if error is None:
            self.end()
        elif isinstance(error, self.kinds):
            self.tell(error)
            return True
        return False

    def tell(self, error):
        self.transient_errors += is_transient(error)
        is_passing = is_transient(error) and self.transient_errors < TRANSIENT_ERRORS
        if self.is_lasting or is_passing:
            return
        self.is_lasting = True
        if self.kinds is Exception:
            self.logger.error(self.fault, exc_info=error)
        else:
            self.logger.error("%s: %s", self.fault, error)

    def end(self):
        if self.is_lasting:
            self.logger.warning(self.over)
        self.is_lasting = False
        self.transient_errors = 0
