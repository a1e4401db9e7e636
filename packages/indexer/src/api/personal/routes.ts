import express, { Router, type Request, type RequestHandler, type Response } from "express";
import { z } from "zod";
import { badParameters, Problem } from "../problem.js";
import { limitRate, RateLimit } from "../rateLimit.js";
import { checksum } from "../values.js";
import { isPersonalPath, PERSONAL_OPERATIONS } from "./declaration.js";
import type { Personal } from "./personal.js";
import { personalProblem } from "./problems.js";
import { KINDS, SHAPES, signInBody, type Kind } from "./shapes.js";
import { signIn, type Desk } from "./signIn.js";
import type { Change, IssuedSession, Session } from "./store.js";

/** Bytes of a body: the largest address book or set of drafts has room. */
const MAX_BODY = 512_000;

/**
 * Creates the routes of sessions and of what users keep.
 * @param origins Sites where users may sign in; `*` does not count.
 * @param signInsPerSecond Of one client address: each may cost a call of a smart wallet.
 */
export function personalRoutes(personal: Personal, origins: readonly string[], signInsPerSecond: number): Router {
  const { store, chainId, nodes } = personal;
  const desk: Desk = { store, chainId, nodes, origins: origins.filter((origin) => origin !== "*") };
  const router = Router();
  const limit = limitRate(new RateLimit(signInsPerSecond));
  router.use((request, response, next) => {
    if (isPersonalPath(request.path)) response.set("Cache-Control", "no-store");
    next();
  });

  router.get("/session/nonce", limit, (_request, response) => {
    response.json({ ...store.newNonce(), chainId });
  });
  router.post("/session", limit, json, async (request, response) => {
    const { message, signature } = bodyOf(request, signInBody);
    sendSession(response, await signIn(desk, { message, signature, origin: request.get("Origin") }));
  });
  router.post("/session/renewal", async (request, response) => {
    const { token } = await sessionOf(personal, request);
    const renewed = await store.renewSession(token);
    if (renewed === undefined) throw noSession();
    sendSession(response, renewed);
  });
  router.delete("/session", async (request, response) => {
    const { token } = await sessionOf(personal, request);
    await store.endSession(token);
    response.status(204).end();
  });

  for (const kind of KINDS) addDocument(router, personal, kind);
  router.delete("/account", async (request, response) => {
    const { account } = await sessionOf(personal, request);
    await store.removeAll(account);
    response.status(204).end();
  });
  for (const path of new Set(PERSONAL_OPERATIONS.map((one) => one.path))) router.all(path, notAllowed(path));
  return router;
}

function addDocument(router: Router, personal: Personal, kind: Kind): void {
  const { store } = personal;
  const path = `/account/${kind}`;
  router.get(path, async (request, response) => {
    const { account } = await sessionOf(personal, request);
    const { version, data = "{}" } = await store.read(account, kind);
    response.set("ETag", `"${version}"`).type("json").send(`{"version":${version},"data":${data}}`);
  });
  router.put(path, json, async (request, response) => {
    const { account } = await sessionOf(personal, request);
    const from = versionIn(request);
    if (from === undefined) {
      const detail = `${path} is replaced only with the header If-Match: the version that was read, "0" for none.`;
      throw personalProblem("missing-version", detail);
    }
    const data = bodyOf(request, SHAPES[kind]);
    const version = kept(kind, from, await store.write(account, kind, from, JSON.stringify(data)));
    response.set("ETag", `"${version}"`).json({ version });
  });
  router.delete(path, async (request, response) => {
    const { account } = await sessionOf(personal, request);
    const from = versionIn(request);
    kept(kind, from ?? 0, await store.remove(account, kind, from));
    response.status(204).end();
  });
}

function kept(kind: Kind, from: number, change: Change): number {
  if (change.outcome === "full") {
    throw personalProblem("full", "This server keeps as much as it may. What was kept before stays as it is.");
  }
  const { outcome, version } = change;
  if (outcome === "kept") return version;
  const detail = `The change of ${kind} was made from version ${from}, and version ${version} is kept now.`;
  throw personalProblem("changed-elsewhere", detail, { sentVersion: from, currentVersion: version });
}

/** The version in `If-Match`; undefined without the header. */
function versionIn(request: Request): number | undefined {
  const given = request.get("If-Match");
  if (given === undefined) return undefined;
  const digits = /^"(0|[1-9]\d{0,15})"$/.exec(given)?.[1];
  if (digits !== undefined) return Number(digits);
  throw badParameters([{ parameter: "If-Match", expected: 'one version in quotes, such as "0"', value: given }]);
}

function noSession(): Problem {
  const detail = "The session has ended, or there was none: sign in again.";
  return personalProblem("no-session", detail, {}, { "WWW-Authenticate": "Bearer" });
}

/** The session of a request. @throws Problem `no-session`, `other-site` */
async function sessionOf({ store }: Personal, request: Request): Promise<Session & { token: string }> {
  const token = /^Bearer ([\w-]{1,100})$/i.exec(request.get("Authorization") ?? "")?.[1];
  const session = token === undefined ? undefined : await store.findSession(token);
  if (token === undefined || session === undefined) throw noSession();
  const origin = request.get("Origin");
  if (origin !== undefined && origin !== session.origin) {
    throw personalProblem("other-site", `The session is of ${session.origin}, and ${origin} uses it.`);
  }
  return { ...session, token };
}

function sendSession(response: Response, { token, account, expiresAt, renewableUntil }: IssuedSession): void {
  response.status(201).json({ token, account: checksum(account), expiresAt, renewableUntil });
}

const parseJson: RequestHandler = express.json({ limit: MAX_BODY, type: "application/json" });

/** Reads a JSON body. */
const json: RequestHandler = (request, response, next) => {
  const type = request.get("Content-Type");
  if (request.is("application/json") !== "application/json") {
    next(new Problem(415, `${request.path} takes application/json, not ${type ?? "a body without a type"}.`));
    return;
  }
  parseJson(request, response, (error?: unknown) => {
    next(error === undefined ? undefined : bodyProblem(error));
  });
};

function bodyProblem(error: unknown): Problem {
  const { status } = error as { status?: unknown };
  if (status === 413) return new Problem(413, `The body has more than ${MAX_BODY} bytes.`);
  if (status === 415) return new Problem(415, "The encoding of the body is not known.");
  return new Problem(400, "The body is not valid JSON.");
}

/** Checks a body. @throws Problem with each field that is not accepted */
function bodyOf<Shape extends z.ZodType>(request: Request, shape: Shape): z.output<Shape> {
  const parsed = shape.safeParse(request.body);
  if (parsed.success) return parsed.data;
  const fields = new Map(
    parsed.error.issues.map((issue) => {
      const place = ["body", ...issue.path].map(String).join(".");
      return [place, issue.code === "unrecognized_keys" ? `without ${issue.keys.join(", ")}` : issue.message];
    }),
  );
  const MOST = 10;
  throw badParameters([...fields].slice(0, MOST).map(([parameter, expected]) => ({ parameter, expected })));
}

function notAllowed(path: string): RequestHandler {
  const methods = PERSONAL_OPERATIONS.filter((one) => one.path === path).map(({ method }) => method.toUpperCase());
  const allowed = [...(methods.includes("GET") ? ["GET", "HEAD"] : []), ...methods.filter((one) => one !== "GET")];
  return (request, _response, next) => {
    const detail = `${path} allows only ${allowed.join(", ")}, not ${request.method}.`;
    next(new Problem(405, detail, {}, { Allow: [...allowed, "OPTIONS"].join(", ") }));
  };
}
