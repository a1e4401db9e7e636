import { z } from "zod";
import type { JsonSchema, OpenApiDocument } from "../openapi.js";
import { PERSONAL_OPERATIONS, type PersonalOperation } from "./declaration.js";
import { PROBLEMS } from "./problems.js";

const TAG = "Signed in";

const IF_MATCH = {
  name: "If-Match",
  in: "header",
  description: 'The version that the change is made from, in quotes; `"0"` when nothing was kept.',
  schema: { type: "string", pattern: '^"\\d+"$' },
};

/** Adds the operations on personal data to the OpenAPI document. */
export function withPersonalPaths(document: OpenApiDocument): object {
  const byPath = Map.groupBy(PERSONAL_OPERATIONS, ({ path }) => path);
  const paths = [...byPath].map(([path, operations]) => [
    path,
    Object.fromEntries(operations.map((operation) => [operation.method, describedOf(operation)])),
  ]);
  return {
    ...document,
    paths: { ...document.paths, ...(Object.fromEntries(paths) as object) },
    components: {
      ...document.components,
      securitySchemes: { session: { type: "http", scheme: "bearer", description: "The token of a session." } },
    },
  };
}

function describedOf(operation: PersonalOperation): object {
  const { operationId, summary, body, answer, status, needsSession, ifMatch, problems } = operation;
  return {
    ...{ operationId, summary, tags: [TAG] },
    ...(needsSession && { security: [{ session: [] }] }),
    ...(ifMatch !== undefined && { parameters: [{ ...IF_MATCH, required: ifMatch === "required" }] }),
    ...(body !== undefined && { requestBody: { required: true, content: jsonOf(schemaOf(body, "input")) } }),
    responses: {
      [status]: {
        description: summary,
        ...(answer !== undefined && { content: jsonOf(schemaOf(answer, "output")) }),
      },
      ...Object.fromEntries([...problems, 429].map((code) => [code, problemOf(code)])),
    },
  };
}

function problemOf(code: number): object {
  const kinds = Object.entries(PROBLEMS).filter(([, { status }]) => status === code);
  const description = kinds.length === 0 ? "See `detail`." : kinds.map(([, { title }]) => `${title}.`).join(" ");
  return {
    description,
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
}

function jsonOf(schema: JsonSchema): object {
  return { "application/json": { schema } };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const described: Record<string, unknown> = { ...z.toJSONSchema(schema, { io, target: "draft-2020-12" }) };
  delete described["$schema"];
  return described;
}

/** The section of `/docs`. Types of problems lead here. */
export function personalSection(): string {
  const operations = PERSONAL_OPERATIONS.map(({ method, path, summary, body }) => {
    const schema = body && JSON.stringify(schemaOf(body, "input"), null, 2);
    const details = schema && `<details><summary>Body</summary><pre>${escaped(schema)}</pre></details>`;
    return `<h3>${method.toUpperCase()} ${path}</h3><p>${escaped(summary)}.</p>${details ?? ""}`;
  });
  const problems = Object.entries(PROBLEMS).map(
    ([kind, { status, title }]) => `<tr id="${kind}"><th>${status}<td>${escaped(title)}.`,
  );
  return `<h2>${TAG}</h2>${operations.join("")}<h3>Problems</h3><table>${problems.join("")}</table>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
