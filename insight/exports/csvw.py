"""CSV on the Web: what a file of responses holds, as ``responses.csv-metadata.json`` beside it.

The standard is at https://www.w3.org/TR/tabular-metadata/. It is made of the description in the
data package, so that both say the same; labels of codes have no place in it and stand there.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from insight.exports.datapackage import Descriptor

CSVW = "-metadata.json"  # after the name of the file
SYNTHETIC = "http://publications.europa.eu/resource/authority/dataset-type/SYNTHETIC_DATA"
# Dates with a time, and what has no type of its own, are read as text.
_TYPES = {"integer": "integer", "number": "number", "boolean": "boolean", "date": "date"}


def csvw(package: Descriptor) -> bytes:
    """Write the description of the CSV file of a data package.

    Parameters
    ----------
    package
        The description in the data package.
    """
    [resource] = package["resources"]
    [language] = package["languages"]
    told = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": resource["path"],
        "dc:title": package["title"],
        "dc:description": package["description"],
        **({"dc:type": {"@id": SYNTHETIC}} if package["simulated"] else {}),
        **({"dc:license": package["licenses"][0]["name"]} if "licenses" in package else {}),
        **({"dc:source": package["sources"][0]["title"]} if "sources" in package else {}),
        "tableSchema": {"columns": [_column(field) for field in resource["schema"]["fields"]]},
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _column(field: Descriptor) -> dict[str, Any]:
    """A column; the first of its titles is what stands at its head in the file."""
    label = [field["title"]] if field.get("title", field["name"]) != field["name"] else []
    missing = [each["value"] for each in field.get("missingValues", [])]
    return {
        "name": _name(field["name"]),
        "titles": [field["name"], *label],
        **({"dc:description": field["description"]} if "description" in field else {}),
        "datatype": _datatype(field),
        **({"null": missing} if missing else {}),
    }


def _name(head: str) -> str:
    """A name as the standard has them: letters of English, digits, and other bytes by number.

    Examples
    --------
    >>> _name("age group"), _name("_q-1"), _name("alder.år")
    ('age%20group', '%5Fq%2D1', 'alder%2E%C3%A5r')
    """
    plain = quote(head, safe="").replace("-", "%2D").replace("~", "%7E").replace(".", "%2E")
    return re.sub("^_", "%5F", plain)


def _datatype(field: Descriptor) -> dict[str, Any]:
    base = _TYPES.get(field["type"], "string")
    constraints = field.get("constraints", {})
    codes = constraints.get("enum", [])
    if base == "string" and codes:
        return {"base": base, "format": "|".join(re.escape(str(code)) for code in codes)}
    if base == "integer" and codes:
        return {"base": base, "minimum": min(codes), "maximum": max(codes)}
    return {"base": base, **constraints}
