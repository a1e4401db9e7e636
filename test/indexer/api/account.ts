import { Validator } from "@seriousme/openapi-schema-validator";
import { expect } from "chai";
import { Wallet } from "ethers";
import { statSync } from "node:fs";
import path from "node:path";
import type { ProblemDetails } from "../../../packages/indexer/src/api/problem.js";
import { IndexerError, personalProblemOf } from "../../../packages/indexer/src/personal.js";
import { onBothDatabases } from "../../fixtures/onBothDatabases.js";
import { openDesk, SITE, type Desk } from "../../fixtures/personal.js";

const BOB = `0x${"b0".repeat(20)}`;
const CAROL = `0x${"ca".repeat(20)}`;

async function problemOf(work: Promise<unknown>): Promise<ProblemDetails> {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).to.be.instanceOf(IndexerError);
  return (error as IndexerError).problem as ProblemDetails;
}

describe("indexer API: what is kept for an account", function () {
  onBothDatabases((urlOf) => {
    let desk: Desk;

    before(async () => {
      desk = await openDesk(await urlOf());
    });

    after(() => desk.close());

    const signedIn = async (wallet = Wallet.createRandom()) => ({ wallet, ...(await desk.signIn(wallet)) });

    it("keeps contacts, drafts and settings, for the account on every device and for no other", async () => {
      const { wallet, token } = await signedIn();
      const { client } = desk;
      const fields = JSON.stringify({ title: 'Raise the fee 💥 "now" \u0007' });
      const kept = {
        contacts: { [BOB]: "Bob's \u202e shop 🏪" },
        drafts: { "1-a": { form: "proposal", changedAt: 1_795_942_800_000, fields } },
        settings: { displayName: "阿丽", contact: "alice@example.org", notifications: { deals: true } },
      } as const;
      const versions = {
        contacts: await client.write(token, "contacts", 0, kept.contacts),
        drafts: await client.write(token, "drafts", 0, kept.drafts),
        settings: await client.write(token, "settings", 0, kept.settings),
      };
      const phone = await signedIn(wallet);
      for (const kind of ["contacts", "drafts", "settings"] as const) {
        expect(await client.read(phone.token, kind)).to.deep.equal({ version: versions[kind], data: kept[kind] });
      }
      expect(await client.read((await signedIn()).token, "contacts")).to.deep.equal({ version: 0, data: {} });
    });

    it("refuses the change of a device that has not seen the other's, naming both versions", async () => {
      const { wallet, token } = await signedIn();
      const phone = await signedIn(wallet);
      const { client } = desk;
      const first = await client.write(token, "contacts", 0, { [BOB]: "Bob" });
      const second = await client.write(phone.token, "contacts", first, { [BOB]: "Bob", [CAROL]: "Carol" });
      const problem = await problemOf(client.write(token, "contacts", first, {}));
      expect(problem).to.deep.include({ status: 412, sentVersion: first, currentVersion: second });
      expect(problem.type).to.equal("/docs#changed-elsewhere");
      expect(problem.detail).to.contain(String(first)).and.to.contain(String(second));
      expect((await problemOf(client.write(token, "contacts", 0, {}))).currentVersion).to.equal(second);
      expect((await problemOf(client.remove(token, "contacts", first))).currentVersion).to.equal(second);
      expect((await client.read(token, "contacts")).data).to.deep.equal({ [BOB]: "Bob", [CAROL]: "Carol" });
    });

    it("keeps one of two changes that are made from the same version at the same time", async () => {
      const { token } = await signedIn();
      const { client } = desk;
      for (const from of [0, await client.write(token, "drafts", 0, {})]) {
        const kind = from === 0 ? "contacts" : "drafts";
        const outcomes = await Promise.allSettled([1, 2, 3].map(() => client.write(token, kind, from, {})));
        expect(outcomes.filter(({ status }) => status === "fulfilled")).to.have.length(1);
      }
    });

    it("never gives a version again that was deleted, and deletes everything with all sessions", async () => {
      const { wallet, token } = await signedIn();
      const phone = await signedIn(wallet);
      const { client } = desk;
      const version = await client.write(token, "contacts", 0, { [BOB]: "Bob" });
      await client.remove(token, "contacts", version);
      expect(await client.read(token, "contacts")).to.deep.equal({ version: 0, data: {} });
      desk.pass(1);
      const again = await client.write(token, "contacts", 0, { [CAROL]: "Carol" });
      expect(again).to.be.above(version);
      expect((await problemOf(client.write(phone.token, "contacts", version, {}))).status).to.equal(412);
      await client.write(token, "settings", 0, { displayName: "Alice" });
      await client.removeAll(phone.token);
      expect(personalProblemOf(await client.read(token, "contacts").catch((error: unknown) => error))).to.equal(
        "no-session",
      );
      const fresh = await signedIn(wallet);
      for (const kind of ["contacts", "drafts", "settings"] as const) {
        expect(await client.read(fresh.token, kind)).to.deep.equal({ version: 0, data: {} });
      }
    });

    it("takes nothing without the version that it was made from, and nothing of another shape", async () => {
      const { token } = await signedIn();
      const put = async (kind: string, body: unknown, version = '"0"') => {
        const headers = {
          ...{ "content-type": "application/json", authorization: `Bearer ${token}` },
          ...(version !== "" && { "if-match": version }),
        };
        const response = await fetch(`${desk.api.url}/account/${kind}`, {
          ...{ method: "PUT", headers },
          body: typeof body === "string" ? body : JSON.stringify(body),
        });
        const { status, detail } = (await response.json()) as ProblemDetails;
        expect(detail).not.to.match(/node_modules|sqlite|zod/i);
        return status;
      };
      expect(await put("contacts", {}, "")).to.equal(428);
      for (const version of ["0", "*", 'W/"0"', '"0", "1"', '"-1"', '"1e3"']) {
        expect(await put("contacts", {}, version), version).to.equal(400);
      }
      const draft = { form: "proposal", changedAt: 1, fields: "{}" };
      const wrong: [string, unknown][] = [
        ...[null, [], 1, "{", { [BOB]: "" }, { [BOB]: "x".repeat(101) }].map((body): [string, unknown] => [
          "contacts",
          body,
        ]),
        ["contacts", { [BOB.toUpperCase()]: "Bob" }],
        ["contacts", { [BOB]: "nul \0" }],
        ["contacts", { [BOB]: "half \ud83d" }],
        [
          "contacts",
          Object.fromEntries(Array.from({ length: 2_001 }, (_, n) => [`0x${String(n).padStart(40, "0")}`, "x"])),
        ],
        ["drafts", { "a b": draft }],
        ["drafts", { a: { ...draft, form: "transfer" } }],
        ["drafts", { a: { ...draft, fields: "x".repeat(20_001) } }],
        ["drafts", { a: { ...draft, more: 1 } }],
        ["settings", { key: "0xsecret" }],
        ["settings", { notifications: { deals: "yes" } }],
      ];
      for (const [kind, body] of wrong) {
        expect(await put(kind, body), JSON.stringify(body).slice(0, 80)).to.equal(400);
      }
      expect(await put("keys", {})).to.equal(404);
    });

    it("keeps no more documents than it may, and goes on with those that it has", async () => {
      const small = await openDesk(await urlOf(), { maxDocuments: 1 });
      const { token } = await small.signIn(Wallet.createRandom());
      const version = await small.client.write(token, "contacts", 0, {});
      expect((await problemOf(small.client.write(token, "drafts", 0, {}))).status).to.equal(507);
      await small.client.write(token, "contacts", version, { [BOB]: "Bob" });
      await small.close();
    });

    it("loses nothing when the index is built from scratch", async () => {
      const { token } = await signedIn();
      await desk.client.write(token, "contacts", 0, { [BOB]: "Bob" });
      await desk.rebuildIndex();
      expect((await desk.client.read(token, "contacts")).data).to.deep.equal({ [BOB]: "Bob" });
    });
  });

  describe("in general", () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(undefined);
    });
    after(() => desk.close());

    it("lets only this user of the machine read the file", () => {
      const file = path.join(path.dirname(desk.location), "personal.db");
      expect(statSync(file).mode & 0o777).to.equal(0o600);
    });

    it("lets scripts of its sites send what it takes, and no browser keep the answers", async () => {
      const headers = { origin: SITE, "access-control-request-method": "PUT" };
      const url = `${desk.api.url}/account/contacts`;
      const preflight = await fetch(url, { method: "OPTIONS", headers });
      expect(preflight.headers.get("access-control-allow-origin")).to.equal(SITE);
      expect(preflight.headers.get("access-control-allow-methods")).to.contain("PUT");
      expect(preflight.headers.get("access-control-allow-headers")).to.contain("Authorization");
      const answer = await fetch(url, { headers: { origin: SITE } });
      expect([
        answer.status,
        answer.headers.get("cache-control"),
        answer.headers.get("www-authenticate"),
      ]).to.deep.equal([401, "no-store", "Bearer"]);
      const index = await fetch(`${desk.api.url}/status`, { method: "OPTIONS", headers });
      expect(index.headers.get("access-control-allow-methods")).not.to.contain("PUT");
      const wrong = await fetch(url, { method: "POST" });
      expect([wrong.status, wrong.headers.get("allow")]).to.deep.equal([405, "GET, HEAD, PUT, DELETE, OPTIONS"]);
    });

    it("describes itself in a valid OpenAPI document, where it is offered", async () => {
      const document = (await (await fetch(`${desk.api.url}/openapi.json`)).json()) as Record<string, unknown>;
      const { valid, errors } = await new Validator().validate(document);
      expect([valid, errors ?? []]).to.deep.equal([true, []]);
      expect(document["paths"]).to.include.keys("/session", "/account/contacts", "/account", "/deals");
      const docs = await (await fetch(`${desk.api.url}/docs`)).text();
      expect(docs).to.contain("PUT /account/contacts").and.to.contain('id="changed-elsewhere"');
    });
  });
});
