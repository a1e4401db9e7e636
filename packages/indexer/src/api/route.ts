/**
 * How a route is declared. One declaration gives the check of its parameters, the handler, the path of the OpenAPI
 * document, the section of `/docs` and the method of the typed client:
 *
 * ```ts
 * export const dealRoute = one({
 *   path: "/deals/{id}",
 *   tag: "Deals",
 *   summary: "One deal",
 *   input: { id: hashParam.describe("Id of the deal.") }, // path and query parameters alike, by their names
 *   data: deal, // the zod schema of the answer's `data`
 *   answer: async ({ db, at, input }) => ...,
 * });
 * ```
 *
 * `one` answers with one value, `list` with a page of rows: `limit` and `cursor` are added to its parameters, and
 * `page` runs its query. A new route needs one more line, in `routes/index.ts`. Its query must use an index: the test
 * of the query plans runs every list.
 */
import { z } from "zod";
import type { Snapshot, SnapshotInfo } from "../query/reader.js";
import type { Dialect } from "../store/columns.js";
import type { Cursor } from "../store/store.js";
import { limitParam } from "./fields.js";

/** Parameters by name. */
export type Shape = z.ZodRawShape;

/** What a handler answers from: one snapshot of the index. */
export interface Question<Input> {
  db: Snapshot;
  dialect: Dialect;
  /** The block of the snapshot. What depends on the time is derived for its time. */
  at: Cursor;
  status: SnapshotInfo["status"];
  input: Input;
}

/** One page of a list. */
export interface Page<Item> {
  items: Item[];
  /** Cursor of the next page, if there is one. */
  next?: string | undefined;
}

/** Parameters of every list. */
export const LIST_INPUT = {
  limit: limitParam,
  cursor: z.string().optional().describe("`next` of the page before."),
};

/** A declared route. */
export interface Route<
  Path extends string = string,
  Input extends Shape = Shape,
  Data extends z.ZodType = z.ZodType,
  IsList extends boolean = boolean,
> {
  path: Path;
  tag: string;
  summary: string;
  input: z.ZodObject<Input>;
  data: Data;
  isList: IsList;
  answer: (question: Question<never>) => Promise<unknown>;
  /** Whether it changes also while the block stays. */
  isFresh?: boolean | undefined;
  /** Status code of an answer. Default: 200. */
  statusOf?: ((data: z.output<Data>) => number) | undefined;
  /**
   * Whether its queries may take long, because they read more the more there is: those of SQLite are then read in a
   * process of their own, where the time limit ends them. Default: false, for what reads some rows by an index.
   */
  isLong?: boolean | ((input: never) => boolean) | undefined;
}

/** Any declared route. */
// oxlint-disable-next-line typescript/no-explicit-any -- zod's shapes are invariant
export type AnyRoute = Omit<Route<string, any>, "statusOf"> & {
  statusOf?: ((data: never) => number) | undefined;
};

interface Declaration<Path extends string, Input extends Shape> {
  /** Path with parameters in braces. */
  path: Path;
  tag: string;
  summary: string;
  input: Input;
}

/** Declares a route that answers with one value. */
export function one<const Path extends string, Input extends Shape, Data extends z.ZodType>(
  declaration: Declaration<Path, Input> & {
    data: Data;
    isFresh?: boolean;
    isLong?: boolean;
    statusOf?: (data: z.output<Data>) => number;
    answer: (question: Question<z.output<z.ZodObject<Input>>>) => Promise<z.output<Data>>;
  },
): Route<Path, Input, Data, false> {
  const { input, answer, ...rest } = declaration;
  return { ...rest, input: z.strictObject(input), isList: false, answer: answer };
}

/** Declares a route that answers with a page of rows. */
export function list<const Path extends string, Input extends Shape, Item extends z.ZodType>(
  declaration: Declaration<Path, Input> & {
    /** Schema of one row. */
    item: Item;
    isLong?: boolean | ((input: z.output<z.ZodObject<Input & typeof LIST_INPUT>>) => boolean);
    answer: (question: Question<z.output<z.ZodObject<Input & typeof LIST_INPUT>>>) => Promise<Page<z.output<Item>>>;
  },
): Route<Path, Input & typeof LIST_INPUT, z.ZodArray<Item>, true> {
  const { input, item, answer, ...rest } = declaration;
  return {
    ...rest,
    input: z.strictObject({ ...input, ...LIST_INPUT }),
    data: z.array(item),
    isList: true,
    answer: answer,
  };
}

/** Names of the parameters in a path. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
}
