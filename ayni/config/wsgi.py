"""The application as a web server sees it."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")

application = get_wsgi_application()


def get_warm() -> None:
    """Import every screen and the first page's template, so that nobody waits for that on the first page."""
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import reverse

    reverse(settings.LOGIN_URL)
    get_template("account/sign_in.html")


threading.Thread(target=get_warm, daemon=True).start()
