/** Writes the tables of the documents that come from the code. `npm run check` fails while one is out of date. */
import { writeFileSync } from "node:fs";
import { documents, outdated } from "./docs/tables.ts";

const texts = documents();
for (const file of outdated()) {
  writeFileSync(file, texts.get(file) ?? "");
  console.log(`wrote ${file}`);
}
