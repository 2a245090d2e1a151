"""Django's own commands, for those who develop."""

import os
import sys

from django.core.management import execute_from_command_line

from ayni.config.postgresql import roles

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
    roles.be_owner(True)
    execute_from_command_line(sys.argv)
