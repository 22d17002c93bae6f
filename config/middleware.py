"""Small things around every request."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django_structlog.middlewares import RequestMiddleware
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from config import views

log = structlog.get_logger(__name__)


class HealthMiddleware:
    """Answers /healthz before anything can get in its way (hosts, https, sessions)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain")
        return self.get_response(request)


class NoStoreMiddleware:
    """Pages made for a person are not kept by shared caches or shown again after logging out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response


class RequestLogMiddleware(RequestMiddleware):
    """A line in the log for each request: its path, never its query, which may hold names, addresses and links."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"


class NotAllowedMiddleware:
    """Shows a page where an address that only takes what a button sends is opened, instead of nothing at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            page = views.not_allowed(request)
            page["Allow"] = response["Allow"]
            return page
        return response


class RedisAwayMiddleware:
    """Answers "try again" where a page cannot do without Redis.

    Signing in counts attempts there. Without the count nobody gets in, rather than everybody as often as they like.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The 503 page, or nothing when something else went wrong."""
        if not isinstance(exception, RedisConnectionError | RedisTimeoutError):
            return None
        log.warning("redis_away", error=type(exception).__name__)
        return views.try_again(request)
