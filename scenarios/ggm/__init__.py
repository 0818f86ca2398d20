"""Input from a database in the Gemeentelijk Gegevensmodel (GGM 2.5.1): `spuk haal`. See docs/ggm.md."""

from finance.fouten import Invoerfout, Melding


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
                    "Voer uit in de map van spuk: pip install '.[database]'",
                )
            ]
        ) from None
