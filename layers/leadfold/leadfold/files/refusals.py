"""Files that hold no table → a line that says what they are and what to do."""

import re
import zipfile
from pathlib import Path

from leadfold.errors import BadFile
from leadfold.files.sheets import UNREADABLE

_CONTROL = bytes(set(range(32)) - set(b"\0\t\n\v\f\r\x1a\x1b"))
_RUBBISH = 0.02  # share of control characters above which it is no text
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<style")
_EXPORT = "export the customers as CSV, XLSX or vCard and give that"
#: How files begin that are sometimes taken for one of customers.
_KNOWN = (
    (b"%pdf", f"this is a PDF, no table; {_EXPORT}"),
    (b"{\\rtf", f"this is a text document (RTF), no table; {_EXPORT}"),
    (b"begin:vcalendar", f"this is a calendar (iCalendar), no customer table; {_EXPORT}"),
    (b"\x89png", f"this is a picture, no table; {_EXPORT}"),
    (b"\xff\xd8\xff", f"this is a picture, no table; {_EXPORT}"),
    (b"7z\xbc\xaf'\x1c", "this is an archive, no table; unpack it and give the file inside"),
    (b"rar!", "this is an archive, no table; unpack it and give the file inside"),
    (b"sqlite format 3", f"this is a database, no table; {_EXPORT}"),
)
_MAIL = re.compile(
    rb"(?:return-path|received|delivered-to|mime-version|message-id|from|to|date|subject|"
    rb"content-type|x-[a-z-]+):\s",
    re.IGNORECASE,
)
_MAIL_LINES = 40
#: A part that only one kind of zipped document has.
_PARTS = {
    "xl/workbook.xml": "",
    "xl/workbook.bin": "",
    "word/document.xml": f"this is a text document (Word), no table; {_EXPORT}",
    "ppt/presentation.xml": f"this is a presentation, no table; {_EXPORT}",
    "index/document.iwa": "this is a file of Numbers or Pages; export it as XLSX or CSV",
    "content.xml": "",
}


def refuse_others(start: bytes, encoding: str) -> None:
    """Raise ``BadFile`` for files that are neither text with records nor a workbook."""
    if encoding.startswith(("utf-16", "utf-32")):
        text = start.decode(encoding, "replace").encode()
    else:
        text = start
    begins = text[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begins.startswith(_MARKUP):
        raise BadFile(
            "this is a web page or XML, whatever its name; open it in a spreadsheet program and "
            "save it as XLSX or CSV"
        )
    for sign, what in _KNOWN:
        if begins.startswith(sign):
            raise BadFile(what)
    if _is_mail(text):
        raise BadFile(f"this is an e-mail, no table; {_EXPORT}")
    if encoding.startswith(("utf-16", "utf-32")):
        return
    controls = len(start) - len(start.translate(None, _CONTROL))
    if controls > _RUBBISH * len(start):
        raise BadFile("this is no table: neither text nor a workbook")


def _is_mail(text: bytes) -> bool:
    """Tell whether a text begins with the header of an e-mail."""
    lines = text[: 1 << 14].lstrip().splitlines()[:_MAIL_LINES]
    if not lines or not _MAIL.match(lines[0]):
        return False
    head = lines[: lines.index(b"")] if b"" in lines else lines
    return any(line.lower().startswith((b"mime-version:", b"message-id:")) for line in head)


def refuse_archive(path: Path) -> None:
    """Raise ``BadFile`` for a zip archive without a workbook; a damaged one is for others."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lower() for name in archive.namelist()}
            is_text = b"opendocument.text" in _kind(archive)
    except UNREADABLE:
        return
    what = next((_PARTS[name] for name in _PARTS if name in names), None)
    if what is None:
        raise BadFile(
            "this is a zip archive without a workbook, and cannot be read; unpack it and give the "
            "file inside"
        )
    if what or is_text:
        raise BadFile(what or f"this is a text document (ODT), no table; {_EXPORT}")


def _kind(archive: zipfile.ZipFile) -> bytes:
    """Return what an OpenDocument file says that it is, empty for others."""
    if "mimetype" not in archive.namelist():
        return b""
    with archive.open("mimetype") as kind:
        return kind.read(100)
