"""check_warc.py FILE RECORDS: reads a WARC/1.1 file with one gzip member a record, by ISO 28500 and Python's standard
library alone, and checks the framing, the mandatory fields and every SHA-256 digest. An oracle for the writer's test."""
import hashlib
import sys
import zlib


def members(data):
    while data:
        inflater = zlib.decompressobj(31)
        text = inflater.decompress(data)
        assert inflater.eof, "a member has no end"
        yield text
        data = inflater.unused_data


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def main(path, expected):
    ids = set()
    types = []
    for record in members(open(path, "rb").read()):
        head, block = record.split(b"\r\n\r\n", 1)
        version, *lines = head.decode("utf-8").split("\r\n")
        assert version == "WARC/1.1", version
        fields = dict(line.split(": ", 1) for line in lines)
        assert len(fields) == len(lines), "a field is there twice"
        for name in ("WARC-Type", "WARC-Record-ID", "WARC-Date", "Content-Length"):
            assert name in fields, name
        length = int(fields["Content-Length"])
        assert block[length:] == b"\r\n\r\n", "the record does not end where it says"
        block = block[:length]
        assert fields["WARC-Block-Digest"] == digest(block)
        if fields["WARC-Type"] == "response":
            http, payload = block.split(b"\r\n\r\n", 1)
            assert fields["WARC-Payload-Digest"] == digest(payload)
            assert b"\r\ncontent-encoding:" not in http.lower() and b"\r\ntransfer-encoding:" not in http.lower()
        for name in ("WARC-Concurrent-To", "WARC-Warcinfo-ID", "WARC-Refers-To"):
            assert name not in fields or fields[name] in ids, name + " points nowhere"
        assert fields["WARC-Record-ID"] not in ids
        ids.add(fields["WARC-Record-ID"])
        types.append(fields["WARC-Type"])
    assert types[0] == "warcinfo"
    assert len(types) == expected, types


main(sys.argv[1], int(sys.argv[2]))
