import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { XmlDocument, XsdValidator } from "libxml2-wasm";

const SCHEMA = fileURLToPath(
  new URL("../../../functions/settlement/payment/pain.001.001.09.subset.xsd", import.meta.url),
);

/** Why a message does not fit the schema, in libxml2's words; empty when it does. */
export function schemaFaults(xml: string): string[] {
  using schema = XmlDocument.fromBuffer(readFileSync(SCHEMA));
  using validator = XsdValidator.fromDoc(schema);
  try {
    using message = XmlDocument.fromString(xml);
    validator.validate(message);
    return [];
  } catch (cause) {
    return [(cause as Error).message];
  }
}

/** The same by the machine's own `xmllint`; `null` where there is none. */
export function xmllintFaults(xml: string): string | null {
  try {
    execFileSync("xmllint", ["--noout", "--nonet", "--schema", SCHEMA, "-"], { input: xml, stdio: "pipe" });
    return "";
  } catch (cause) {
    const failure = cause as { code?: string; stderr?: Buffer };
    return failure.code === "ENOENT" ? null : String(failure.stderr);
  }
}
