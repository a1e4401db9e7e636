/** Why a request was not answered, as RFC 9457 describes it. */
export interface ProblemDetails {
  /** What kind of problem: a place in `/docs`, or `about:blank` where the status says it all. */
  type: string;
  title: string;
  status: number;
  /** The explanation for people. */
  detail: string;
  /** Each parameter that was not accepted. */
  errors?: ParameterError[];
  /** How far the index is, where that is the reason. */
  asOfBlock?: number;
  /** Milliseconds that a query may take, where it took longer. */
  timeLimit?: number;
  /** The version that a change was made from, and the one that there is. 0 when nothing is kept. */
  sentVersion?: number;
  currentVersion?: number;
}

/** A parameter that was not accepted. */
export interface ParameterError {
  parameter: string;
  expected: string;
  /** What was sent, shortened. Missing when the parameter was. */
  value?: string;
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  412: "Precondition Failed",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  428: "Precondition Required",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
  507: "Insufficient Storage",
};

/** What a problem may say beyond status and explanation. */
export type ProblemExtras = Partial<Omit<ProblemDetails, "status" | "detail">>;

/** A request that is not answered. Its message is for the client. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly #more: ProblemExtras;

  constructor(status: number, detail: string, more: ProblemExtras = {}, headers: Record<string, string> = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
    this.#more = more;
  }

  get details(): ProblemDetails {
    const title = TITLES[this.status] ?? "Error";
    return { type: "about:blank", title, status: this.status, detail: this.message, ...this.#more };
  }
}

/** Characters of a value that a problem repeats. */
const SHOWN = 100;

/** A parameter that is not accepted. */
export function badParameters(errors: ParameterError[]): Problem {
  const shown = errors.map(({ value, ...error }) => ({
    ...error,
    ...(value !== undefined && { value: short(value) }),
  }));
  const sentences = shown.map(({ parameter, expected, value }) => {
    return `${parameter} must be ${expected}${value === undefined ? "" : `, not ${JSON.stringify(value)}`}`;
  });
  return new Problem(400, `${sentences.join("; ")}.`, { errors: shown });
}

function short(value: string): string {
  return value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
}

/** An entity that the index does not have. */
export function notFound(kind: string, id: string): Problem {
  return new Problem(404, `There is no ${kind} ${short(id)}.`);
}

/** @param timeLimit Milliseconds that the query was allowed. */
export function tookTooLong(timeLimit: number): Problem {
  const detail = `The query took longer than ${timeLimit} ms.`;
  return new Problem(503, detail, { timeLimit }, { "Retry-After": "5" });
}
