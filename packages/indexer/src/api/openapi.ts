import { z } from "zod";
import { LIVE_EVENTS_PATH } from "./events/path.js";
import { csvColumns } from "./csvColumns.js";
import { MIN_BLOCK } from "./input.js";
import { pathParameters, type AnyRoute } from "./route.js";

/** A JSON Schema of the draft 2020-12, which OpenAPI 3.1 uses. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A parameter of an operation. */
export interface OpenApiParameter {
  name: string;
  in: "path" | "query";
  required: boolean;
  description?: string;
  schema: JsonSchema;
}

interface OpenApiOperation {
  operationId: string;
  tags: string[];
  summary: string;
  parameters: OpenApiParameter[];
  responses: Record<string, unknown>;
}

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } };
  paths: Record<string, { get: OpenApiOperation }>;
  components: { schemas: Record<string, JsonSchema>; responses: Record<string, unknown> };
}

const STANDING = {
  asOfBlock: { type: "integer", minimum: 0, description: "The block of the answer." },
  blockHash: { type: "string", pattern: "^0x[0-9a-f]{64}$" },
  time: { type: "integer", minimum: 0, description: "Time of the block, in seconds since 1970." },
  finalized: { type: "boolean", description: "Whether the chain can no longer replace the block." },
  ready: { type: "boolean", description: "Whether the index is up to date." },
  reason: { type: "string", description: "Why it is not." },
};

const PROBLEM = {
  type: "object",
  required: ["type", "title", "status", "detail"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string", description: "The explanation for people." },
    errors: {
      type: "array",
      description: "Each parameter that was not accepted.",
      items: {
        type: "object",
        required: ["parameter", "expected"],
        properties: {
          parameter: { type: "string" },
          expected: { type: "string" },
          value: { type: "string", description: "What was sent, shortened." },
        },
      },
    },
    asOfBlock: { type: "integer", description: "How far the index is, where that is the reason." },
    timeLimit: { type: "integer", description: "Milliseconds that a query may take, where it took longer." },
    sentVersion: { type: "integer", description: "The version that a change was made from." },
    currentVersion: { type: "integer", description: "The version that is kept; 0 for none." },
  },
};

const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
});

/** Describes all routes as an OpenAPI 3.1 document. */
export function openApiDocument(routes: readonly AnyRoute[]): OpenApiDocument {
  return {
    openapi: "3.1.1",
    info: {
      title: "ServiceCoin index",
      version: "1",
      description:
        "What happened in a ServiceCoin system. Amounts are decimal digits in base units (10^18 are one SCV), " +
        "addresses have their checksum, times are seconds since 1970. Every answer says of which block it is.",
      license: { name: "MIT", identifier: "MIT" },
    },
    paths: {
      ...Object.fromEntries(routes.map((route) => [route.path, { get: operationOf(route) }])),
      ...LIVE_EVENTS_PATH(parametersOf),
    },
    components: {
      schemas: { Problem: PROBLEM },
      responses: {
        BadRequest: problem("A parameter is not accepted."),
        NotFound: problem("There is no such entity."),
        TooManyRequests: problem("Too many requests from this address."),
        Unavailable: problem("The index does not have the block yet, or the query took too long."),
      },
    },
  };
}

function operationOf(route: AnyRoute): OpenApiOperation {
  const { path, tag, summary, isList } = route;
  const shape = { ...(route.input.shape as z.ZodRawShape), ...MIN_BLOCK };
  return {
    operationId: operationIdOf(path),
    tags: [tag],
    summary,
    parameters: parametersOf(shape, pathParameters(path)),
    responses: {
      200: {
        description: summary,
        content: { "application/json": { schema: envelopeOf(route) }, ...(isList && csvContent(route)) },
      },
      304: { description: "Nothing has changed since the answer with this ETag." },
      400: { $ref: "#/components/responses/BadRequest" },
      ...(pathParameters(path).length > 0 && { 404: { $ref: "#/components/responses/NotFound" } }),
      429: { $ref: "#/components/responses/TooManyRequests" },
      503: { $ref: "#/components/responses/Unavailable" },
    },
  };
}

/** `/accounts/{address}/transfers` becomes `accountsByAddressTransfers`. */
function operationIdOf(path: string): string {
  const words = path
    .replaceAll(/\{(\w+)\}/g, "by/$1")
    .split(/[/-]/)
    .filter(Boolean);
  return words.map((word, index) => (index === 0 ? word : `${word.charAt(0).toUpperCase()}${word.slice(1)}`)).join("");
}

function parametersOf(shape: z.ZodRawShape, inPath: readonly string[] = []): OpenApiParameter[] {
  return Object.entries(shape as Record<string, z.ZodType>).map(([name, field]) => {
    const { description, ...schema } = schemaOf(field, "input");
    const isInPath = inPath.includes(name);
    return {
      name,
      in: isInPath ? "path" : "query",
      required: isInPath || !field.safeParse(undefined).success,
      ...(typeof description === "string" && { description }),
      schema,
    };
  });
}

function envelopeOf({ data, isList }: AnyRoute): JsonSchema {
  const next = { type: "string", description: "`cursor` of the next page; missing on the last." };
  return {
    type: "object",
    required: ["data", "asOfBlock", "blockHash", "time", "finalized", "ready"],
    properties: { data: schemaOf(data, "output"), ...STANDING, ...(isList && { next }) },
  };
}

function csvContent({ data }: AnyRoute) {
  const columns = csvColumns((data as z.ZodArray<z.ZodType>).element);
  return { "text/csv": { schema: { type: "string", description: `Columns: ${columns.join(", ")}` } } };
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Record<string, unknown> {
  const described: Record<string, unknown> = { ...z.toJSONSchema(schema, { io, target: "draft-2020-12" }) };
  delete described["$schema"];
  return described;
}
