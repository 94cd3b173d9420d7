class HeadWithoutBody:
    """A WSGI application that answers HEAD with the headers alone.

    Django leaves that to the server, and gunicorn logs a warning for each such response.
    """

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        body = self.application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        if hasattr(body, "close"):
            body.close()
        return []
