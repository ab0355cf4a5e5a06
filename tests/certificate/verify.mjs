// Verifies a certificate with nothing of ours: Node's own cryptography, and DSSE and in-toto as their specifications say.
// Arguments: certificate, public key in PEM, and the files of the package (flat). Prints the verdict; exits with 1 when it does not hold.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

const [certificate, key, ...files] = process.argv.slice(2);
const fail = (reason) => {
  console.log(reason);
  process.exit(1);
};

const envelope = JSON.parse(readFileSync(certificate, "utf8"));
const payload = Buffer.from(envelope.payload, "base64");
const type = Buffer.from(envelope.payloadType, "utf8");
const preAuthentication = Buffer.concat([
  Buffer.from(`DSSEv1 ${type.length} `), type, Buffer.from(` ${payload.length} `), payload,
]);
const publicKey = createPublicKey(readFileSync(key));
const isSigned = envelope.signatures.some(({ sig }) =>
  verify(null, preAuthentication, publicKey, Buffer.from(sig, "base64")));
if (!isSigned) fail("signature");
if (envelope.payloadType !== "application/vnd.in-toto+json") fail("payload type");

const statement = JSON.parse(payload);
if (statement._type !== "https://in-toto.io/Statement/v1") fail("statement");
if (statement.predicateType !== "https://certify.invalid/certificate/v1") fail("predicate");

const length = (number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(number));
  return bytes;
};
const listing = [Buffer.from("certify/package/1\0")];
const named = files.map((file) => [Buffer.from(basename(file)), readFileSync(file)]);
for (const [name, data] of named.sort(([a], [b]) => Buffer.compare(a, b))) {
  listing.push(length(name.length), name, length(data.length), createHash("sha256").update(data).digest());
}
const digest = createHash("sha256").update(Buffer.concat(listing)).digest("hex");
if (statement.subject[0].digest.sha256 !== digest) fail("digest");
console.log(statement.predicate.verdict);
