// Expands a record's linked data with a JSON-LD processor, looks every term up, and validates it
// against the shapes. Usage: check_linked.mjs MODULES RECORD SHAPES [TERMS], where TERMS is a CSV
// of the vocabulary's terms. Exit 0 sound, 1 not, 2 no judge.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [modules, record, shapesFile, termsFile] = process.argv.slice(2);
let jsonld, N3, SHACLValidator, env;
try {
  const load = createRequire(modules + "/judge.cjs");
  jsonld = load("jsonld");
  N3 = load("n3");
  SHACLValidator = (await import(load.resolve("rdf-validate-shacl"))).default;
  env = (await import(load.resolve("@zazuko/env-node"))).default;
} catch (error) {
  console.error("no judge: " + error.message.split("\n")[0]);
  process.exit(2);
}

const faults = [];
const document = JSON.parse(readFileSync(record, "utf8"));
const nowhere = async (url) => { throw new Error("the record asks for " + url); };
// Safe mode refuses whatever the processor would drop: a key or a type that no context explains.
const options = { safe: true, documentLoader: nowhere };
let quads = "";
try {
  await jsonld.expand(document, options);
  quads = await jsonld.toRDF(document, { ...options, format: "application/n-quads" });
} catch (error) {
  faults.push("JSON-LD: " + error.message + " " + JSON.stringify(error.details?.event ?? ""));
}
const parse = (text, format) => env.dataset(new N3.Parser({ format, factory: env }).parse(text));
const data = parse(quads, "N-Quads");

if (termsFile) {
  // Fields without a line end of their own; what is asked is only whether a term is in the table.
  const terms = readFileSync(termsFile, "utf8");
  const known = (iri) => terms.includes("," + iri + ",") || /dpv\/loc#[A-Z]{2}$/.test(iri) ||
    terms.includes("dpv:" + iri.split("dpv#")[1]);
  const seen = new Set();
  for (const quad of data)
    for (const term of [quad.predicate, quad.object])
      if (term.termType === "NamedNode" && term.value.startsWith("https://w3id.org/dpv")) seen.add(term.value);
  for (const iri of seen) if (!known(iri)) faults.push("no such term: " + iri);
}

const shapes = parse(readFileSync(shapesFile, "utf8"), "Turtle");
const report = await new SHACLValidator(shapes, { factory: env }).validate(data);
for (const result of report.results)
  faults.push(`${result.focusNode?.value} ${result.path?.value ?? ""}: ${result.sourceConstraintComponent?.value.split("#")[1]} ${result.message.map((m) => m.value).join(" ")}`);

for (const fault of faults.slice(0, 20)) console.log(fault);
console.log(`${data.size} statements, ${faults.length} faults`);
process.exit(faults.length === 0 && data.size > 0 ? 0 : 1);
