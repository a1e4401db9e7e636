import { createHash } from "node:crypto";
import type { OpenApiDocument, OpenApiParameter } from "./openapi.js";
import type { AnyRoute } from "./route.js";

const STYLE =
  "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}" +
  "h2{margin-top:2.5rem;border-bottom:1px solid #ddd}h3{margin:1.5rem 0 .25rem;font:600 1rem ui-monospace,monospace}" +
  "code,pre{font-family:ui-monospace,monospace;font-size:.9em}table{border-collapse:collapse;width:100%}" +
  "td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-top:1px solid #eee}" +
  "summary{cursor:pointer}pre{background:#f6f6f6;padding:.75rem;overflow:auto;max-height:30rem}" +
  "@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}pre{background:#222}a{color:#8ab4f8}}";

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
    return `<h2>${escaped(tag)}</h2>${paths.map(([path, { get }]) => operation(path, get, routes)).join("")}`;
  });
  const html =
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escaped(document.info.title)}</title><style>${STYLE}</style><h1>${escaped(document.info.title)}</h1>` +
    `<p>${escaped(document.info.description)} Machines read <a href="openapi.json">openapi.json</a>.</p>` +
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
    `<h3>${title}</h3><p>${escaped(summary)}.${route?.isList === true ? " A list, also as CSV." : ""}</p>` +
    `<table>${rows}</table><details><summary>Answer</summary><pre>${escaped(schema)}</pre></details>`
  );
}

function parameterRow({ name, required, description, schema }: OpenApiParameter): string {
  const words = (schema["enum"] as string[] | undefined)?.join(", ");
  const text = [description, words === undefined ? undefined : `One of ${words}.`].filter(Boolean).join(" ");
  return `<tr><th><code>${escaped(name)}</code>${required ? "" : "?"}<td>${escaped(text)}`;
}

function escaped(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] as string);
}
