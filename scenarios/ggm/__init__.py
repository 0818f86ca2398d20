"""Input from a database in the Gemeentelijk Gegevensmodel (GGM 2.5.1): `spuk haal`. See docs/ggm.md."""

from finance.fouten import Invoerfout, Melding
from scenarios.grond.gegevens import install_extra


def require_driver() -> None:
    """Raises Invoerfout when SQLAlchemy or psycopg is not installed; they are an extra of their own."""
    try:
        import psycopg  # noqa: F401
        import sqlalchemy  # noqa: F401
    except ImportError:
        raise Invoerfout(
            [
                Melding(
                    "--van",
                    "",
                    "de databasepakketten zijn niet geïnstalleerd",
                    "sqlalchemy en psycopg",
                    install_extra("database"),
                )
            ]
        ) from None
