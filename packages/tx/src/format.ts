import * as z from "zod";

/** How values are written as JSON and read back. */
export interface JsonFormat<Value> {
  /** Returns a JSON value. */
  write: (value: Value) => unknown;
  /** Reads a JSON value. Throws if it is malformed. */
  read: (json: unknown) => Value;
}

/**
 * The format of a Zod schema. What is not JSON, such as a big integer, needs a codec in it.
 *
 * @example
 * ```ts
 * const format = schemaFormat(z.object({ deal: z.string(), reason: z.string() }));
 * ```
 */
export function schemaFormat<Value>(schema: z.ZodType<Value>): JsonFormat<Value> {
  return { write: (value) => z.encode(schema, value), read: (json) => z.decode(schema, json) };
}

/** A big integer, which JSON does not have, as a decimal string. */
export const bigIntText = z.codec(z.string().regex(/^-?\d+$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: String,
});
