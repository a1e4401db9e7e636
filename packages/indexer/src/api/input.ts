import { z } from "zod";
import { badParameters, type ParameterError } from "./problem.js";
import type { AnyRoute } from "./route.js";
import { integerParam } from "./fields.js";

/** Parameter of every route that answers from the index. */
export const MIN_BLOCK = {
  minBlock: integerParam
    .optional()
    .describe("Waits until the index has this block, such as that of one's own receipt; 503 when it takes too long."),
};

/** Parameters as a route takes them. */
export type ParsedInput = Record<string, unknown> & { minBlock?: number | undefined };

/** Returns the check of a route's parameters: those of the path, of the query, and `minBlock`. */
export function inputParser(
  route: Pick<AnyRoute, "input">,
): (path: Readonly<Record<string, unknown>>, query: URLSearchParams) => ParsedInput {
  const schema = z.strictObject({ ...(route.input.shape as z.ZodRawShape), ...MIN_BLOCK });
  return (path, query) => {
    const repeated = [...new Set(query.keys())].filter((key) => query.getAll(key).length > 1);
    if (repeated.length > 0) {
      throw badParameters(
        repeated.map((parameter) => ({ parameter, expected: "given once", value: query.getAll(parameter).join(", ") })),
      );
    }
    const values: Record<string, unknown> = { ...Object.fromEntries(query), ...path };
    const parsed = schema.safeParse(values);
    if (parsed.success) return parsed.data;
    throw badParameters(errorsOf(parsed.error, values, Object.keys(schema.shape)));
  };
}

/** The first error of each parameter. */
function errorsOf(error: z.ZodError, values: Record<string, unknown>, known: string[]): ParameterError[] {
  const errors = new Map<string, ParameterError>();
  const add = (parameter: string, expected: string) => {
    if (errors.has(parameter)) return;
    const value = Object.hasOwn(values, parameter) ? { value: String(values[parameter]) } : {};
    errors.set(parameter, { parameter, expected, ...value });
  };
  for (const issue of error.issues) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) add(key, `left out: this route takes ${known.join(", ")}`);
      continue;
    }
    const parameter = String(issue.path[0]);
    add(parameter, Object.hasOwn(values, parameter) ? issue.message : "given");
  }
  return [...errors.values()];
}
