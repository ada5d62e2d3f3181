// Microsoft's own parser and binder: standard input {folder, tables: {name: schema}, queries: {name: text}},
// standard output {name: [{code, severity, message, text}]}. Errors and warnings count, suggestions do not.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const asked = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(`${asked.folder}/package.json`);
require("@kusto/language-service-next/bridge.min.js");
require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
const { GlobalState, KustoCode, Symbols } = globalThis.Kusto.Language;

const tables = Object.entries(asked.tables).map(([name, schema]) => Symbols.TableSymbol.From(schema).WithName(name));
const database = new Symbols.DatabaseSymbol.ctor("workspace", tables);
const globals = GlobalState.Default.WithDatabase(database);
const said = {};
for (const [name, text] of Object.entries(asked.queries)) {
  const found = KustoCode.ParseAndAnalyze(text, globals).GetDiagnostics();
  said[name] = [];
  for (let place = 0; place < found.Count; place += 1) {
    const each = found.getItem(place);
    if (each.Severity === "Suggestion" || each.Severity === "Information") continue;
    said[name].push({
      code: each.Code, severity: each.Severity, message: each.Message,
      text: text.substr(each.Start, Math.min(each.Length, 80)),
    });
  }
}
process.stdout.write(JSON.stringify(said));
