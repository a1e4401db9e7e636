import { expect } from "chai";
import { concat, hashMessage, Wallet, type HDNodeWallet } from "ethers";
import type { ProblemDetails } from "../../../packages/indexer/src/api/problem.js";
import { IndexerError, personalProblemOf, type SignInFields } from "../../../packages/indexer/src/personal.js";
import { accountsOf } from "../../fixtures/accounts.js";
import { ethers } from "../../fixtures/chain.js";
import { onBothDatabases } from "../../fixtures/onBothDatabases.js";
import { openDesk, SITE, type Desk } from "../../fixtures/personal.js";
import { mirrored } from "../../fixtures/signatures.js";

const MINUTE = 60_000;

/** What became of a call: the kind of its problem, its status, or "done". */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "done";
  } catch (error) {
    return personalProblemOf(error) ?? String((error as IndexerError).status);
  }
}

describe("indexer API: sign-in with Ethereum", function () {
  onBothDatabases((urlOf) => {
    let desk: Desk;
    const alice = Wallet.createRandom();
    const mallory = Wallet.createRandom();

    before(async () => {
      desk = await openDesk(await urlOf());
    });

    after(() => desk.close());

    /** Signs a changed message. */
    async function tryWith(change: (text: string) => string, signer: HDNodeWallet = alice): Promise<string> {
      const message = change(await desk.message(alice.address));
      return outcomeOf(desk.client.signIn({ message, signature: await signer.signMessage(message) }));
    }

    const tryFields = async (changes: Partial<SignInFields>) => outcomeOf(desk.signIn(alice, changes));

    it("gives the owner of a key a session, in which only that account is found", async () => {
      const { token, account, expiresAt, renewableUntil } = await desk.signIn(alice);
      expect(account).to.equal(alice.address);
      expect(expiresAt - desk.now().getTime()).to.be.within(29 * MINUTE, 30 * MINUTE);
      expect(renewableUntil - desk.now().getTime()).to.be.within(719 * MINUTE, 720 * MINUTE);
      expect(await desk.client.read(token, "contacts")).to.deep.equal({ version: 0, data: {} });
    });

    it("accepts a message once, also of two requests at the same time", async () => {
      const message = await desk.message(alice.address);
      const signature = await alice.signMessage(message);
      const send = () => outcomeOf(desk.client.signIn({ message, signature }));
      expect((await Promise.all([send(), send()])).sort()).to.deep.equal(["done", "used-nonce"]);
      expect(await send()).to.equal("used-nonce");
    });

    it("lets a stranger's signature neither in nor use the nonce up", async () => {
      const message = await desk.message(alice.address);
      const signature = await mallory.signMessage(message);
      expect(await outcomeOf(desk.client.signIn({ message, signature }))).to.equal("wrong-signature");
      const own = await alice.signMessage(message);
      expect(await outcomeOf(desk.client.signIn({ message, signature: own }))).to.equal("done");
    });

    it("refuses a signature of another message, a mirrored one, a cut one, and none", async () => {
      const message = await desk.message(alice.address);
      const own = await alice.signMessage(message);
      const others = [await alice.signMessage(`${message} `), mirrored(own), own.slice(0, -4), `0x${"00".repeat(65)}`];
      for (const signature of others) {
        expect(await outcomeOf(desk.client.signIn({ message, signature }))).to.equal("wrong-signature");
      }
      expect(await outcomeOf(desk.client.signIn({ message, signature: "0x" }))).to.equal("400");
    });

    it("refuses another domain, another URI, both of another site, and another scheme", async () => {
      const host = new URL(SITE).host;
      expect(await tryFields({ origin: "https://evil.example" })).to.equal("wrong-domain");
      expect(await tryWith((text) => text.replace(host, "evil.example"))).to.equal("wrong-domain");
      expect(await tryWith((text) => text.replace(`URI: ${SITE}`, "URI: https://evil.example"))).to.equal(
        "wrong-domain",
      );
      expect(await tryWith((text) => text.replace(host, "other.example"))).to.equal("wrong-domain");
      expect(await tryWith((text) => text.replace(host, `${host}.evil.example`))).to.equal("wrong-domain");
      expect(await tryWith((text) => text.replace(host, `${host}:444`))).to.equal("wrong-domain");
      expect(await tryWith((text) => `http://${text}`)).to.equal("wrong-domain");
      expect(await tryWith((text) => text.replace(`URI: ${SITE}`, `URI: ${SITE}/#/settings`))).to.equal("done");
    });

    it("refuses a message that a page of another site sends", async () => {
      const message = await desk.message(alice.address);
      const body = JSON.stringify({ message, signature: await alice.signMessage(message) });
      const send = async (origin: string) => {
        const headers = { "content-type": "application/json", origin };
        const response = await fetch(`${desk.api.url}/session`, { method: "POST", headers, body });
        return [response.status, ((await response.json()) as ProblemDetails).detail];
      };
      for (const origin of ["https://evil.example", "https://other.example"]) {
        expect(await send(origin)).to.deep.equal([403, `The message is for ${SITE}, and ${origin} sent it.`]);
      }
      expect((await send(SITE))[0]).to.equal(201);
    });

    it("refuses another chain, and a nonce that is made up, cut, of another server or too old", async () => {
      expect(await tryFields({ chainId: 1 })).to.equal("wrong-chain");
      const { nonce } = await desk.client.nonce();
      const stranger = await openDesk(undefined);
      const strange = (await stranger.client.nonce()).nonce;
      await stranger.close();
      const changed = `${nonce.slice(0, -1)}${nonce.endsWith("0") ? "1" : "0"}`;
      const longer = `ff${nonce.slice(2)}`;
      for (const wrong of ["12345678", nonce.slice(2), changed, longer, nonce.toUpperCase(), `${nonce}00`, strange]) {
        expect(await tryFields({ nonce: wrong }), wrong).to.equal("unknown-nonce");
      }
      desk.pass(6 * MINUTE);
      expect(await tryFields({ nonce })).to.equal("unknown-nonce");
    });

    it("refuses a message that has expired, is not valid yet, or comes from the future", async () => {
      const at = (milliseconds: number) => new Date(desk.now().getTime() + milliseconds);
      expect(await tryFields({ expiresAt: at(-1_000) })).to.equal("expired-message");
      expect(await tryFields({ issuedAt: at(2 * MINUTE) })).to.equal("early-message");
      const later = `\nNot Before: ${at(MINUTE).toISOString()}`;
      expect(await tryWith((text) => `${text}${later}`)).to.equal("early-message");
    });

    it("refuses what is no message of ERC-4361", async () => {
      const twice = (text: string) => `${text}\nNonce: 1234567890`;
      const wrong = alice.address.replace(/[a-f]/, (letter) => letter.toUpperCase());
      const cases = [
        ...[() => "", () => "sign in", twice, (text: string) => text.replaceAll("\n", "\r\n")],
        ...[(text: string) => text.replace(alice.address, wrong), (text: string) => `${text}\n`],
        ...[
          (text: string) => text.replace("Version: 1", "Version: 2"),
          (text: string) => text.replace("Chain ID: ", ""),
        ],
      ];
      for (const change of cases) expect(await tryWith(change), String(change)).to.equal("malformed-message");
    });

    it("refuses bodies that are no JSON, too large, of another type or of another shape", async () => {
      const send = async (body: string, type = "application/json") => {
        const init = { method: "POST", headers: { "content-type": type }, body };
        const response = await fetch(`${desk.api.url}/session`, init);
        const { detail } = (await response.json()) as ProblemDetails;
        expect(detail).not.to.match(/node_modules|SyntaxError|zod/);
        return response.status;
      };
      expect(await send("{")).to.equal(400);
      expect(await send("[]")).to.equal(400);
      expect(await send(JSON.stringify({ message: "", signature: "0x00", more: 1 }))).to.equal(400);
      expect(await send(JSON.stringify({ message: 1, signature: "0x0" }))).to.equal(400);
      expect(await send(JSON.stringify({ message: "x".repeat(600_000), signature: "0x00" }))).to.equal(413);
      expect(await send("message=1", "application/x-www-form-urlencoded")).to.equal(415);
      expect((await fetch(`${desk.api.url}/session`)).status).to.equal(405);
    });

    it("renews a session until it must be signed again, and voids the token before", async () => {
      const first = await desk.signIn(alice);
      desk.pass(29 * MINUTE);
      let current = await desk.client.renew(first.token);
      expect(await outcomeOf(desk.client.read(first.token, "contacts"))).to.equal("no-session");
      expect(await outcomeOf(desk.client.renew(first.token))).to.equal("no-session");
      while (current.expiresAt < current.renewableUntil) {
        desk.pass(29 * MINUTE);
        current = await desk.client.renew(current.token);
      }
      expect(current.renewableUntil).to.equal(first.renewableUntil);
      desk.pass(30 * MINUTE);
      expect(await outcomeOf(desk.client.renew(current.token))).to.equal("no-session");
    });

    it("ends a session after half an hour, on request, and when the account has too many", async () => {
      const { token } = await desk.signIn(alice);
      desk.pass(30 * MINUTE);
      expect(await outcomeOf(desk.client.read(token, "contacts"))).to.equal("no-session");
      const other = await desk.signIn(alice);
      await desk.client.signOut(other.token);
      expect(await outcomeOf(desk.client.read(other.token, "contacts"))).to.equal("no-session");
      expect(await outcomeOf(desk.client.signOut(other.token))).to.equal("no-session");
      const oldest = await desk.signIn(alice);
      desk.pass(1_000);
      for (let count = 0; count < 20; count++) await desk.signIn(alice);
      expect(await outcomeOf(desk.client.read(oldest.token, "contacts"))).to.equal("no-session");
    });

    it("knows no session of a missing, made up or malformed token, and lets no other site use one", async () => {
      const { token } = await desk.signIn(alice);
      const statusWith = async (headers: Record<string, string>) =>
        (await fetch(`${desk.api.url}/account/contacts`, { headers })).status;
      const wrong = [
        "",
        "Bearer",
        `Basic ${token}`,
        `Bearer ${token}x`,
        `Bearer ${"x".repeat(5_000)}`,
        "Bearer ' OR 1=1",
      ];
      for (const authorization of wrong) expect(await statusWith({ authorization }), authorization).to.equal(401);
      const own = { authorization: `Bearer ${token}` };
      expect(await statusWith({ ...own, origin: SITE })).to.equal(200);
      expect(await statusWith({ ...own, origin: "https://other.example" })).to.equal(403);
    });
  });

  describe("of smart wallets", () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(undefined);
    });
    after(() => desk.close());

    it("takes what the wallet accepts, and nothing that it refuses or answers wrongly", async () => {
      const [owner, other] = await accountsOf(ethers);
      const wallet = await ethers.deployContract("SmartWallet", [owner]);
      const address = await wallet.getAddress();
      const signAs = async (signer: typeof owner) => {
        const message = await desk.message(address);
        return outcomeOf(desk.client.signIn({ message, signature: await signer.signMessage(message) }));
      };
      expect(await signAs(owner)).to.equal("done");
      expect(await signAs(other)).to.equal("wrong-signature");
      // Invalid, WrongMagic, ShortReturn, Reverting.
      for (const mode of [2, 3, 4, 5]) {
        await wallet.setMode(mode);
        expect(await signAs(owner), `mode ${mode}`).to.equal("wrong-signature");
      }
      const secret = `0x${"ab".repeat(2_000)}`;
      await wallet.setSecret(secret);
      const { account } = await desk.client.signIn({ message: await desk.message(address), signature: secret });
      expect(account).to.equal(address);
    });

    it("says of a wallet that is not deployed yet that it must be (ERC-6492)", async () => {
      const message = await desk.message(Wallet.createRandom().address);
      const signature = concat([hashMessage(message), `0x${"6492".repeat(16)}`]);
      const error = await desk.client.signIn({ message, signature }).catch((caught: unknown) => caught);
      expect(personalProblemOf(error)).to.equal("undeployed-wallet");
    });

    it("blames a node that fails, and asks the next one", async () => {
      const [owner] = await accountsOf(ethers);
      const address = await (await ethers.deployContract("SmartWallet", [owner])).getAddress();
      const broken = { send: () => Promise.reject(new Error("limit exceeded")) };
      const signAt = async (at: Desk) => {
        const message = await at.message(address);
        return outcomeOf(at.client.signIn({ message, signature: await owner.signMessage(message) }));
      };
      const none = await openDesk(undefined, { nodes: [broken] });
      expect(await signAt(none)).to.equal("node-unavailable");
      await none.close();
      const second = await openDesk(undefined, { nodes: [broken, ethers.provider] });
      expect(await signAt(second)).to.equal("done");
      await second.close();
    });
  });

  it("limits sign-ins of one client address, and lets nobody in for *", async () => {
    const slow = await openDesk(undefined, { signInsPerSecond: 0.5 });
    try {
      expect([await outcomeOf(slow.client.nonce()), await outcomeOf(slow.client.nonce())]).to.include("429");
    } finally {
      await slow.close();
    }
    const open = await openDesk(undefined, { origins: ["*"] });
    try {
      expect(await outcomeOf(open.signIn(Wallet.createRandom()))).to.equal("wrong-domain");
      const { headers } = await fetch(`${open.api.url}/session`, { method: "OPTIONS", headers: { origin: SITE } });
      expect(headers.get("access-control-allow-origin")).to.equal(null);
    } finally {
      await open.close();
    }
  });
});
