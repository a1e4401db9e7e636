import { createHash } from "node:crypto";
import type { OpenApiDocument, OpenApiParameter } from "./openapi.js";
import type { AnyRoute } from "./route.js";

const STYLE =
  ":root{color-scheme:light dark;--text:#1c2430;--soft:#5d6b7c;--line:#dde3ea;--page:#fff;--box:#f5f7f9;" +
  "--link:#1f5fae}" +
  "@media(prefers-color-scheme:dark){:root{--text:#e6ebf1;--soft:#9aa8b8;--line:#2f3945;--page:#12171d;--box:#1a2129;" +
  "--link:#8ab4f8}}" +
  "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:var(--text);" +
  "background:var(--page);overflow-wrap:break-word}" +
  "a{color:var(--link)}h1{margin:0 0 .5rem}nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:1rem 0}" +
  "h2{margin:2.5rem 0 0;padding-bottom:.25rem;border-bottom:1px solid var(--line)}" +
  "h3{margin:1.75rem 0 .25rem;font:600 1rem ui-monospace,monospace;overflow-wrap:anywhere}p{margin:.25rem 0 .5rem}" +
  "code,pre{font-family:ui-monospace,monospace;font-size:.9em}table{border-collapse:collapse;width:100%}" +
  "td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-top:1px solid var(--line)}" +
  "th{font-weight:600;white-space:nowrap;width:9rem}th small{display:block;font-weight:400;color:var(--soft)}" +
  "details{margin:.5rem 0}summary{cursor:pointer;color:var(--soft)}" +
  "pre{background:var(--box);border-radius:6px;padding:.75rem;overflow:auto;max-height:30rem}" +
  "@media(max-width:30rem){h1{font-size:1.5rem}th{width:auto}}";

/**
 * One page that describes the API, without scripts and without requests to anyone.
 * @param more Sections behind those of the routes, as HTML.
 * @returns the page, and the policy that allows its style and nothing else
 */
export function docsPage(
  document: OpenApiDocument,
  routes: readonly AnyRoute[],
  more = "",
): { html: string; policy: string } {
  const groups = Map.groupBy(Object.entries(document.paths), ([, { get }]) => get.tags[0] as string);
  const sections = [...groups].map(([tag, paths]) => {
    const operations = paths.map(([path, { get }]) => operation(path, get, routes));
    return `<h2 id="${anchor(tag)}">${escaped(tag)}</h2>${operations.join("")}`;
  });
  const tags = [...groups.keys()].map((tag) => `<a href="#${anchor(tag)}">${escaped(tag)}</a>`);
  const html =
    `<!doctype html><html lang="en"><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<title>${escaped(document.info.title)}</title><style>${STYLE}</style><h1>${escaped(document.info.title)}</h1>` +
    `<p>${escaped(document.info.description)} Machines read <a href="openapi.json">openapi.json</a>.</p>` +
    `<nav aria-label="Subjects">${tags.join("")}</nav>` +
    `${sections.join("")}${more}</html>`;
  const hash = createHash("sha256").update(STYLE).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'`;
  return { html, policy };
}

type Operation = OpenApiDocument["paths"][string]["get"];

function operation(path: string, { summary, parameters, responses }: Operation, routes: readonly AnyRoute[]): string {
  const answer = (responses["200"] as { content: Record<string, { schema: unknown }> }).content;
  const route = routes.find((one) => one.path === path);
  const isOpen = route !== undefined && !path.includes("{") && parameters.every(({ required }) => !required);
  const title = isOpen ? `<a href="${escaped(path.slice(1))}">GET ${escaped(path)}</a>` : `GET ${escaped(path)}`;
  const rows = parameters.map(parameterRow).join("");
  const schema = JSON.stringify(Object.values(answer)[0]?.schema, null, 2);
  return (
    `<h3>${title}</h3><p>${marked(summary)}.${route?.isList === true ? " A list, also as CSV." : ""}</p>` +
    (rows === "" ? "" : `<table>${rows}</table>`) +
    `<details><summary>Answer</summary><pre>${escaped(schema)}</pre></details>`
  );
}

function parameterRow({ name, required, description, schema }: OpenApiParameter): string {
  const words = (schema["enum"] as string[] | undefined)?.join(", ");
  const text = [description, words === undefined ? undefined : `One of ${words}.`].filter(Boolean).join(" ");
  const need = required ? "<small>required</small>" : "";
  return `<tr><th><code>${escaped(name)}</code>${need}<td>${marked(text)}`;
}

function anchor(tag: string): string {
  return tag.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

/** What descriptions have between backticks is code. */
function marked(text: string): string {
  return escaped(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}

function escaped(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] as string);
}
