"""Horizon as a WSGI application that also serves its own static files, as Debian's package collected and compressed them."""

import os
import re

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

os.environ["DJANGO_SETTINGS_MODULE"] = "openstack_dashboard.settings"

horizon = get_wsgi_application()

from django.conf import settings  # noqa: E402  only readable once Django is set up

files = WhiteNoise(horizon, root=settings.STATIC_ROOT, prefix=settings.STATIC_URL)


def application(environ, start_response):
    """Takes several slashes for one, as Apache does (MergeSlashes) and a path in Horizon's image panel needs."""
    environ["PATH_INFO"] = re.sub("/{2,}", "/", environ["PATH_INFO"])
    return files(environ, start_response)
