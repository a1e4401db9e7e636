/**
 * Checks the documents: links and their anchors exist, npm commands exist, each state-changing function has its
 * operations page, and the generated tables are up to date.
 */
import { existsSync } from "node:fs";
import { posix } from "node:path";
import { outdated } from "../docs/tables.ts";
import { projectFiles, read, report } from "./files.ts";

const documents = projectFiles().filter((file) => file.endsWith(".md"));
const interfaces = projectFiles("contracts/interfaces");
const operations = documents
  .filter((file) => file.startsWith("docs/operations/") && !file.endsWith("/README.md"))
  .map(read)
  .join("\n");

/** Links to files or headings that do not exist. */
function deadLinks(): string[] {
  return documents.flatMap((file) =>
    [...withoutCode(read(file)).matchAll(/\]\(([^)#:]*)(?:#([^)]*))?\)/g)].flatMap(([, link = "", anchor = ""]) => {
      const path = link === "" ? file : posix.join(posix.dirname(file), link);
      if (!existsSync(path)) return [`${file} links to ${path}, which does not exist`];
      if (anchor === "" || !path.endsWith(".md") || anchorsOf(path).has(anchor)) return [];
      return [`${file} links to ${path}#${anchor}, which is not a heading there`];
    }),
  );
}

function withoutCode(markdown: string): string {
  return markdown.replace(/```.*?```/gs, "");
}

/** The anchors that GitHub gives to the headings of a file. */
function anchorsOf(file: string): ReadonlySet<string> {
  const headings = [...withoutCode(read(file)).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, "")
        .replaceAll(" ", "-"),
    ),
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

/** State-changing functions of our interfaces that no page of docs/operations describes. */
function undocumented(): string[] {
  return interfaces.flatMap((file) => {
    const declarations = [...read(file).matchAll(/^ {4}function (\w+)\(([^;]*);/gm)];
    return declarations
      .filter(([, , rest = ""]) => !/\b(view|pure)\b/.test(rest))
      .map(([, name = ""]) => name)
      .filter((name) => !new RegExp(`\\b${name}\\b`).test(operations))
      .map((name) => `docs/operations does not describe the function ${name} of ${file}`);
  });
}

const stale = outdated().map((file) => `${file} is out of date: run npm run docs`);

report("docs", [...deadLinks(), ...missingCommands(), ...undocumented(), ...stale]);
