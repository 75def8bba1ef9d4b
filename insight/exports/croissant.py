"""Croissant: what a file of responses holds, for programs that learn, as ``croissant.json``.

The standard is at https://docs.mlcommons.org/croissant/docs/croissant-spec.html. It is made of the
description in the data package, so that both say the same.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from insight.exports.datapackage import Descriptor

CROISSANT = "croissant.json"
VERSION = "http://mlcommons.org/croissant/1.0"
RECORDS = "responses"
# Words of Croissant; the others are of schema.org.
_OWN_WORDS = (
    *("citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty"),
    *("fileSet", "format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField"),
    *("path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate"),
    *("separator", "source", "subField", "transform"),
)
_CONTEXT = {
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{word: f"cr:{word}" for word in _OWN_WORDS},
}
_TYPES = {"integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "date": "sc:Date"}
_MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/x-parquet"}


def croissant(package: Descriptor, content: bytes, link: str = "") -> bytes:
    """Write the description of the file of a data package.

    Parameters
    ----------
    package
        The description in the data package.
    content
        The bytes of the file.
    link
        Address of the view that the responses belong to.
    """
    [resource] = package["resources"]
    [language] = package["languages"]
    file = {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "contentUrl": resource["path"],
        "contentSize": f"{len(content)} B",
        "encodingFormat": _MEDIA_TYPES[resource["format"]],
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    fields = [_field(field, resource["path"]) for field in resource["schema"]["fields"]]
    told = {
        "@context": {"@language": language, **_CONTEXT},
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "name": package["name"],
        "alternateName": package["title"],
        "description": package["description"],
        "inLanguage": language,
        **({"license": package["licenses"][0]["name"]} if "licenses" in package else {}),
        **({"url": link} if link else {}),
        "distribution": [file],
        "recordSet": [{"@type": "cr:RecordSet", "@id": RECORDS, "name": RECORDS, "field": fields}],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _field(field: Descriptor, path: str) -> dict[str, Any]:
    """A field; the labels of its codes stand in its description."""
    labels = [f"{each['value']}: {each['label']}" for each in field.get("categories", [])]
    told = [field.get("title"), field.get("description"), "; ".join(labels)]
    return {
        "@type": "cr:Field",
        "@id": f"{RECORDS}/{_escaped(field['name'])}",
        "name": field["name"],
        "description": "\n\n".join(filter(None, told)) or field["name"],
        "dataType": _TYPES.get(field["type"], "sc:Text"),
        "source": {"fileObject": {"@id": path}, "extract": {"column": field["name"]}},
    }


def _escaped(name: str) -> str:
    """A name as a part of an id, in which readers of Croissant take no blanks.

    Examples
    --------
    >>> _escaped("org_type"), _escaped("age group"), _escaped("a~20b")
    ('org_type', 'age~20group', 'a~7e20b')
    """
    return re.sub(r"[^\w.-]", lambda sign: f"~{ord(sign[0]):02x}", name)
