"""Small publications in each format, made for one identifier."""

import io


def paper(
    dossier: str = "25 877", number: str = "3", text: str = "De dienst verstrekt gegevens."
) -> bytes:
    """Return a parliamentary paper of the older dialect."""
    return (
        f'<?xml version="1.0"?><kamerwrk kamer="2"><frontm><onderw><nummer>{dossier}</nummer>'
        f"<naam>Regels</naam></onderw></frontm><body><stuk><nummer>{number}</nummer>"
        f"<titel>MEMORIE VAN TOELICHTING</titel><al>{text}</al></stuk></body></kamerwrk>"
    ).encode()


def metadata(id: str, date: str = "1998-02-11", title: str = "Memorie van toelichting") -> bytes:
    """Return the metadata of a publication."""
    return (
        f'<metadata_gegevens><metadata name="DC.identifier" content="{id}"/>'
        f'<metadata name="DC.title" content="{title}"/>'
        f'<metadata name="DCTERMS.issued" content="{date}"/></metadata_gegevens>'
    ).encode()


def page(text: str = "De dienst verstrekt gegevens.") -> bytes:
    """Return an HTML page."""
    return f'<html><head><meta charset="utf-8"></head><body><p>{text}</p></body></html>'.encode()


def pdf(text: str = "De dienst verstrekt gegevens aan derden.") -> bytes:
    """Return a PDF of one page."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 720, text)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
