"""The one Django app; the slices are packages inside it."""

from django.apps import AppConfig


class MeldpuntConfig(AppConfig):
    """Name the app, so that tables and content types keep their names when packages move."""

    name = "meldpunt"
    label = "meldpunt"
    verbose_name = "Meldpunt"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read the covenants and the disclosure table: a wrong key stops the process before it serves anybody."""
        from meldpunt.partijen import register

        register.list_convenanten()
        register.get_openbaarmaking()
