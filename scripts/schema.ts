// Keeps the JSON Schema of the configuration file true: it is made from the words that the planning reads.
// `node scripts/schema.ts` writes it, `--check` fails when the file differs.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { configurationSchema } from "../src/plan/words/configuration.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const file = join(root, "schema", "test-deploy-loop.schema.json");
const formatter = join(root, "node_modules", ".bin", "oxfmt");
const schema = execFileSync(formatter, ["--stdin-filepath", file], {
  input: JSON.stringify(configurationSchema(), null, 2),
  encoding: "utf8",
});

if (!process.argv.includes("--check")) writeFileSync(file, schema);
else if (!existsSync(file) || readFileSync(file, "utf8") !== schema) {
  console.error(
    "schema/test-deploy-loop.schema.json is not what src/plan accepts. Run `npm run schema` and commit it.",
  );
  process.exitCode = 1;
}
