"""Verifies a signed report with securesystemslib and in-toto-attestation alone: ENVELOPE PUBLIC_KEY. Prints the statement's subjects and predicate type."""

import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from google.protobuf.json_format import Parse
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey

document = json.loads(Path(sys.argv[1]).read_text())
keyid = document["signatures"][0]["keyid"]
envelope = Envelope.from_dict(document)
key = SSlibKey.from_crypto(load_pem_public_key(Path(sys.argv[2]).read_bytes()), keyid=keyid)
envelope.verify([key], 1)

statement = Statement.copy_from_pb(Parse(envelope.payload, statement_pb2.Statement()))
statement.validate()
print(
    json.dumps(
        {
            "payloadType": envelope.payload_type,
            "predicateType": statement.pb.predicate_type,
            "subjects": {subject.name: subject.digest["sha256"] for subject in statement.pb.subject},
        }
    )
)
