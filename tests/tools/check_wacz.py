"""check_wacz.py FOLDER PAGES: checks an unpacked evidence package by the specifications and Python's standard library
alone: WACZ 1.1.1 (digests, layout), CDXJ (order, keys, and that each offset and length gives the record it speaks of),
WARC/1.1 (framing, digests)."""
import hashlib
import json
import re
import sys
import zipfile
import zlib
from urllib.parse import urlsplit


def member(data):
    inflater = zlib.decompressobj(31)
    text = inflater.decompress(data)
    assert inflater.eof and not inflater.unused_data, "offset and length are not one gzip member"
    return text


def surt(url):
    parts = urlsplit(url.lower())
    host = re.sub(r"^www\d*\.", "", parts.hostname)
    port = ":%d" % parts.port if parts.port else ""
    query = "?" + "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return ",".join(reversed(host.split("."))) + port + ")" + (parts.path or "/") + query


def fields_of(record):
    head, block = record.split(b"\r\n\r\n", 1)
    version, *lines = head.decode("utf-8").split("\r\n")
    assert version == "WARC/1.1", version
    return dict(line.split(": ", 1) for line in lines), block


def main(folder, pages):
    wacz = zipfile.ZipFile(folder + "/evidence.wacz")
    assert wacz.testzip() is None
    for info in wacz.infolist():
        assert info.compress_type == zipfile.ZIP_STORED and info.date_time == (1980, 1, 1, 0, 0, 0), info
    package = json.loads(wacz.read("datapackage.json"))
    assert package["profile"] == "data-package" and package["wacz_version"] == "1.1.1"
    digest = json.loads(wacz.read("datapackage-digest.json"))
    assert digest["path"] == "datapackage.json"
    assert digest["hash"] == "sha256:" + hashlib.sha256(wacz.read("datapackage.json")).hexdigest()
    named = {resource["path"] for resource in package["resources"]}
    assert named | {"datapackage.json", "datapackage-digest.json"} == set(wacz.namelist())
    for resource in package["resources"]:
        data = wacz.read(resource["path"])
        assert resource["bytes"] == len(data)
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()

    warc = wacz.read("archive/evidence.warc.gz")
    data, responses, ids, referred = warc, 0, set(), []
    while data:
        inflater = zlib.decompressobj(31)
        text = inflater.decompress(data)
        data = inflater.unused_data
        fields, block = fields_of(text)
        length = int(fields["Content-Length"])
        assert block[length:] == b"\r\n\r\n"
        assert fields["WARC-Block-Digest"] == "sha256:" + hashlib.sha256(block[:length]).hexdigest()
        ids.add(fields["WARC-Record-ID"])
        responses += fields["WARC-Type"] in ("response", "revisit")
        if "WARC-Refers-To" in fields:
            referred.append(fields["WARC-Refers-To"])
    assert all(one in ids for one in referred), "a revisit refers to a record that is not in the package"

    lines = wacz.read("indexes/index.cdxj").decode("utf-8").splitlines()
    assert lines == sorted(lines, key=lambda line: line.encode()) and len(lines) == responses
    for line in lines:
        key, time, text = line.split(" ", 2)
        entry = json.loads(text)
        start, length = int(entry["offset"]), int(entry["length"])
        fields, block = fields_of(member(warc[start:start + length]))
        assert fields["WARC-Target-URI"] == entry["url"] and key == surt(entry["url"]), (key, entry)
        assert time == re.sub(r"\D", "", fields["WARC-Date"])[:14]
        assert fields["WARC-Payload-Digest"] == entry["digest"]
        assert (entry["mime"] == "warc/revisit") == (fields["WARC-Type"] == "revisit")
        assert block.split(b" ", 2)[1].decode() == entry["status"]
        if fields["WARC-Type"] == "response":
            payload = block[:int(fields["Content-Length"])].split(b"\r\n\r\n", 1)[1]
            assert entry["digest"] == "sha256:" + hashlib.sha256(payload).hexdigest()
    header, *rows = [json.loads(line) for line in wacz.read("pages/pages.jsonl").decode("utf-8").splitlines()]
    assert header["format"] == "json-pages-1.0" and len(rows) == pages
    for row in rows:
        assert surt(row["url"]) + " " + re.sub(r"\D", "", row["ts"])[:14] in "\n".join(lines)


main(sys.argv[1], int(sys.argv[2]))
