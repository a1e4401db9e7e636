/**
 * Checks the documents: links and their anchors exist, npm commands exist, each state-changing function has its
 * operations page, which names commands and functions of the SDK that exist, and the generated tables are up to date.
 */
import { existsSync } from "node:fs";
import { posix } from "node:path";
import { outdated } from "../docs/tables.ts";
import { projectFiles, read, report } from "./files.ts";

const documents = projectFiles().filter((file) => file.endsWith(".md"));
/** Not those of contracts that others wrote. */
const interfaces = projectFiles("contracts/interfaces").filter((file) => !file.includes("/external/"));
const operations = documents.filter(isOperation).map(read).join("\n");

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

/** Pages of operations that do not name their command, and names that neither the command line nor the SDK has. */
function unknownNames(): string[] {
  const sdk = projectFiles("packages/sdk/src").map(read).join("\n");
  const commands = commandsOf(read("docs/cli-reference.md"));
  return documents.filter(isOperation).flatMap((file) => {
    const [, head = ""] = read(file).split("\n\n");
    const namesAfter = (label: string) => {
      const [, list = ""] = new RegExp(`\\*\\*${label}\\*\\*: ((?:.|\\n(?!\\*\\*))*)`).exec(head) ?? [];
      return [...list.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
    };
    const used = namesAfter("Command line");
    return [
      ...(used.length === 0 ? [`${file} names no command`] : []),
      ...used
        .filter((name) => !commands.has(name))
        .map((name) => `${file} names servicecoin ${name}, which does not exist`),
      ...namesAfter("SDK")
        .filter((name) => !new RegExp(`export (?:const|(?:async )?function) ${name}\\b`).test(sdk))
        .map((name) => `${file} names ${name}, which the SDK does not have`),
    ];
  });
}

function isOperation(file: string): boolean {
  return file.startsWith("docs/operations/") && !file.endsWith("/README.md");
}

/** The commands of the generated reference, such as `order open`. */
function commandsOf(reference: string): ReadonlySet<string> {
  return new Set(
    reference.split(/^## /m).flatMap((section) => {
      const [noun = "", ...lines] = section.split("\n");
      return lines.flatMap((line) => {
        const [, name] = /^\| `([a-z][\w-]*)/.exec(line) ?? [];
        return name === undefined ? [] : [noun.startsWith("Commands without") ? name : `${noun} ${name}`];
      });
    }),
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

report("docs", [...deadLinks(), ...missingCommands(), ...unknownNames(), ...undocumented(), ...stale]);
