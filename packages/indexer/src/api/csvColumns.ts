import { z } from "zod";

/** The columns of a list as CSV, from the schema of its rows, so that an empty page has the same header. */
export function csvColumns(item: z.ZodType, prefix = ""): string[] {
  const inner = unwrapped(item);
  if (!(inner instanceof z.ZodObject)) return [prefix.replace(/\.$/, "")];
  return Object.entries(inner.shape as Record<string, z.ZodType>).flatMap(([name, field]) =>
    csvColumns(field, `${prefix}${name}.`),
  );
}

function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodNullable || schema instanceof z.ZodOptional
    ? unwrapped(schema.unwrap() as z.ZodType)
    : schema;
}
