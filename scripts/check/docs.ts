/** Checks what the documents say: links lead somewhere, commands exist, every event, error and verb is written about. */
import { existsSync } from "node:fs";
import { posix } from "node:path";
import { projectFiles, read, report } from "./files.ts";

const documents = projectFiles("README.md", "CHANGELOG.md", "docs", "test", "contracts").filter((file) =>
  file.endsWith(".md"),
);
const interfaces = projectFiles("contracts/interfaces");
const operations = documents
  .filter((file) => file.startsWith("docs/operations/"))
  .map(read)
  .join("\n");

/** Links to files that do not exist. */
function deadLinks(): string[] {
  return documents.flatMap((file) =>
    [
      ...read(file)
        .replace(/```.*?```/gs, "")
        .matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g),
    ]
      .map(([, link = ""]) => posix.join(posix.dirname(file), link))
      .filter((path) => !existsSync(path))
      .map((path) => `${file} links to ${path}, which does not exist`),
  );
}

/** `npm run` commands that package.json does not have. */
function missingCommands(): string[] {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  return documents.flatMap((file) =>
    [...read(file).matchAll(/npm run ([\w:]+)/g)]
      .map(([, name = ""]) => name)
      .filter((name) => !(name in scripts))
      .map((name) => `${file} names npm run ${name}, which does not exist`),
  );
}

/** Events, errors and state-changing functions of our interfaces that docs/operations does not mention. */
function undocumented(): string[] {
  return interfaces.flatMap((file) => {
    const declarations = [...read(file).matchAll(/^ {4}(event|error|function) (\w+)\(([^;]*);/gm)];
    return declarations
      .filter(([, kind, , rest = ""]) => kind !== "function" || !/\b(view|pure)\b/.test(rest))
      .map(([, kind = "", name = ""]) => ({ kind, name }))
      .filter(({ name }) => !new RegExp(`\\b${name}\\b`).test(operations))
      .map(({ kind, name }) => `docs/operations says nothing about the ${kind} ${name} of ${file}`);
  });
}

report("docs", [...deadLinks(), ...missingCommands(), ...undocumented()]);
