"""Files that are no table that is read here, known by how they begin: what each is, and what to do."""

import re
from typing import Any

from seeds.errors import UnreadableFile
from seeds.files.read_options import FileNotes, ReadOptions

WEB_PAGE = "a web page, as a site gives where one must log in first or a link has moved; download the file itself"
SIGNATURES = {
    rb"\s*<(!doctype\s+html|html|head|body)\b": WEB_PAGE,
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<kml\b": "KML; save it as GeoJSON or GeoPackage",
    rb"\s*<\?xml\b": "XML; save it as CSV or JSON",
    rb"%PDF-": "a PDF; ask its publisher for the table, or copy it out into a spreadsheet",
    rb"\{\\rtf": "a text document; save its table as CSV",
    rb"SQLite format 3\0(?!.{52}GP(KG|10))": "a SQLite database; save the table as CSV",
    rb"ARROW1": "an Arrow or Feather file; save it as Parquet",
    rb"\$FL[23]": "an SPSS file; save it as Stata or CSV",
    rb"\x00{12}\xc2\xea\x81\x60": "a SAS file; save it as Stata or CSV",
    rb"(RD[AX][23]\n)?[XA]\n\0\0\0": "an R file; save it as CSV",
    rb"\x89HDF\r\n": "an HDF5 file; save it as CSV or Parquet",
    rb"7z\xbc\xaf\x27\x1c": "a 7z archive; unpack it first",
    rb"Rar!\x1a\x07": "a RAR archive; unpack it first",
    rb"\x28\xb5\x2f\xfd": "compressed by zstd; unpack it first",
    rb".{257}ustar": "a tar archive; unpack it first",
    rb"version https://git-lfs": "a pointer to a file in Git LFS, and not that file; fetch it with git lfs pull",
}
KNOWN = {re.compile(pattern, re.IGNORECASE | re.DOTALL): what for pattern, what in SIGNATURES.items()}


def signature_of(head: bytes) -> str | None:
    return next((what for pattern, what in KNOWN.items() if pattern.match(head)), None)


def is_unsupported(head: bytes) -> bool:
    return signature_of(head) is not None


def refuse_unsupported(stream: Any, options: ReadOptions, notes: FileNotes) -> Any:
    """Raises UnreadableFile with what the file is."""
    raise UnreadableFile(f"it is {signature_of(stream.peek(4096))}")
