"""A page of ours as a PDF that a screen reader can follow (PDF/UA-1): tagged, in its language, on A4 with page numbers.

WeasyPrint makes it: no browser is needed, and nothing is fetched from anywhere.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from finance.fouten import Invoerfout, Melding
from scenarios.grond.gegevens import install_extra

_PAGINA = """
@page { @bottom-right { content: "pagina " counter(page) " van " counter(pages);
  font: 8pt "Segoe UI", Arial, sans-serif; color: #444; } }
"""
_METADATA = "/XML"


def require_weasyprint() -> Any:
    """The library that makes a PDF, an optional extra. Raises Invoerfout when it, or what it needs, is not there."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        import weasyprint
    except ImportError:
        herstel = install_extra("pdf")
        raise Invoerfout([Melding("--pdf", "", "geen weasyprint", "het pakket weasyprint", herstel)]) from None
    except OSError:
        # It is there, but the library that sets its text is not: no package of Python.
        herstel = "Installeer Pango (zie docs/uitvoer.md), of druk de pagina vanuit de browser af naar PDF."
        raise Invoerfout(
            [Melding("--pdf", "", "geen Pango op deze computer", "de bibliotheek Pango", herstel)]
        ) from None
    return weasyprint


def write_pdf(bron: Path, doel: Path) -> None:
    """The PDF of a page, at a path that scenarios.grond.bestanden gave."""
    weasyprint = require_weasyprint()
    # Our pages hold all that they show; whatever else one names is not fetched.
    binnen = weasyprint.urls.URLFetcher(allowed_protocols={"data"})
    pagina = weasyprint.HTML(filename=str(bron), encoding="utf-8", url_fetcher=binnen)
    stijl = weasyprint.CSS(string=_PAGINA, url_fetcher=binnen)
    pagina.write_pdf(str(doel), stylesheets=[stijl], finisher=_open_metadata, pdf_variant="pdf/ua-1")


def _open_metadata(_: Any, pdf: Any) -> None:
    """What the file says of itself stays readable without unpacking, as the standard advises: it holds our mark."""
    for deel in pdf.objects:
        if getattr(deel, "extra", {}).get("Subtype") == _METADATA:
            deel.compress = False
