// The five thresholds in json-rules-engine, one record at a time. Prints one line of JSON: matches by rule, seconds by part.
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [modules, path] = process.argv.slice(2);
const { Engine } = createRequire(`${modules}/`)("json-rules-engine");

const engine = new Engine([], { allowUndefinedFacts: true });
for (const [rule, hours] of [["r01", 6], ["r02", 12], ["r03", 24], ["r04", 48], ["r05", 72]]) {
  const all = [
    { fact: "kind", operator: "equal", value: "ais_gap" },
    { fact: "hours", operator: "greaterThanInclusive", value: hours },
  ];
  engine.addRule({ conditions: { all }, event: { type: rule } });
}

const begin = performance.now();
const gaps = [];
for await (const line of createInterface({ input: createReadStream(path) })) {
  const fact = JSON.parse(line);
  if (fact.kind === "ais_gap") gaps.push({ id: fact.id, kind: fact.kind, hours: fact.hours });
}
const loaded = performance.now();
const found = [];
for (const gap of gaps) {
  const { events } = await engine.run(gap);
  for (const event of events) found.push([event.type, gap.id]);
}
const matched = performance.now();
const counts = {};
for (const [rule] of found) counts[rule] = (counts[rule] ?? 0) + 1;
console.log(JSON.stringify({ counts, loading: (loaded - begin) / 1000, matching: (matched - loaded) / 1000 }));
