"""The pages and their files, for a WSGI server."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mulakat.settings")

from django.core.wsgi import get_wsgi_application

# isort: split
from mulakat.web.files import beside

application = beside(get_wsgi_application())
