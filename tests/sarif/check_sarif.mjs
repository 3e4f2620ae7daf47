// Holds a SARIF log against the published JSON schema of 2.1.0. Usage: check_sarif.mjs MODULES LOG.
// Exit 0 valid, 1 not, 2 no judge.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [modules, log] = process.argv.slice(2);
let Ajv, formats, schema;
try {
  const load = createRequire(modules + "/judge.cjs");
  Ajv = load("ajv-draft-04").default;
  formats = load("ajv-formats").default;
  const matcher = dirname(load.resolve("@microsoft/jest-sarif"));
  schema = JSON.parse(readFileSync(join(matcher, "schemas", "sarif-2.1.0-rtm.5.json"), "utf8"));
} catch (error) {
  console.error("no judge: " + error.message.split("\n")[0]);
  process.exit(2);
}
// The pattern for a language has a bracket too many, which only the older reading of patterns takes.
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
formats(ajv);
const validate = ajv.compile(schema);
const document = JSON.parse(readFileSync(log, "utf8"));
const valid = validate(document);
for (const error of (validate.errors ?? []).slice(0, 20)) console.log(error.instancePath + " " + error.message);
console.log(`${document.runs?.[0]?.results?.length ?? 0} results, ${validate.errors?.length ?? 0} faults`);
process.exit(valid ? 0 : 1);
