import { expect } from "chai";
import type { Response as Answer } from "express";
import { setTimeout } from "node:timers/promises";
import { MemoryClaims, type Claimant, type KeptAnswer } from "../../packages/gateway/src/selling/claims.js";
import { onANode } from "../fixtures/live.js";
import { expectPaid, withGateway, type Selling } from "../fixtures/liveGateway.js";
import { askedBy, askWith, paymentFor, settlementIn } from "../fixtures/payments.js";

const ID = "pay_0123456789abcdef";

onANode("gateway: one payment, several requests", (live) => {
  const gateway = withGateway(live);
  const alice = () => gateway().client("alice");
  const statuses = (responses: readonly Response[]) => responses.map(({ status }) => status).sort();

  async function reports(options?: Selling) {
    let count = 0;
    return gateway().shop(async (_request, response) => {
      count++;
      await setTimeout(30);
      response.set("X-Report", String(count)).json({ report: count });
    }, options);
  }

  it("runs the handler once and charges once when a payment comes three times at once", async () => {
    const shop = await reports();
    const header = await paymentFor(alice(), await askedBy(shop.url));
    await expectPaid(gateway(), "alice", 1, async () => {
      const answers = await Promise.all([1, 2, 3].map(() => askWith(shop.url, header)));
      expect(statuses(answers)).to.deep.equal([200, 409, 409]);
      const refused = answers.filter(({ status }) => status === 409);
      for (const answer of refused) {
        expect(answer.headers.get("Retry-After")).to.match(/^[1-9]\d*$/);
        expect(await answer.json()).to.deep.equal({ error: "payment_in_use" });
      }
    });
    expect(shop.runs).to.equal(1);
  });

  it("gives the same answer again to who proves to have asked before, and charges nothing", async () => {
    const shop = await reports();
    const header = await paymentFor(alice(), await askedBy(shop.url), { identifier: ID });
    await expectPaid(gateway(), "alice", 1, async () => {
      const first = await askWith(shop.url, header);
      const again = await askWith(shop.url, header);
      expect([first.status, again.status]).to.deep.equal([200, 200]);
      expect(await again.text()).to.equal(await first.text());
      for (const name of ["X-Report", "Content-Type", "ETag"]) {
        expect(again.headers.get(name), name).to.equal(first.headers.get(name)).and.not.equal(null);
      }
      expect(settlementIn(again)).to.deep.equal(settlementIn(first));
      expect(again.headers.get("Cache-Control")).to.equal("private, no-store");
    });
    expect(shop.runs).to.equal(1);
  });

  it("gives it to nobody else: another path, method, body or identifier, or none", async () => {
    const shop = await reports();
    const required = await askedBy(`${shop.url}/report`);
    const nonce = `0x${"7".repeat(64)}`;
    const header = await paymentFor(alice(), required, { identifier: ID, authorization: { nonce } });
    const stranger = await paymentFor(alice(), required, { identifier: `${ID}0`, authorization: { nonce } });
    const nameless = await paymentFor(alice(), required, { authorization: { nonce } });
    await expectPaid(gateway(), "alice", 1, async () => {
      expect((await askWith(`${shop.url}/report`, header)).status).to.equal(200);
      const json = { method: "POST", headers: { "content-type": "application/json" } };
      const others = [
        await askWith(`${shop.url}/other`, header),
        await askWith(`${shop.url}/report?page=2`, header),
        await askWith(`${shop.url}/report`, header, { method: "POST" }),
        await askWith(`${shop.url}/report`, header, { ...json, body: '{"a":1}' }),
        await askWith(`${shop.url}/report`, stranger),
        await askWith(`${shop.url}/report`, nameless),
      ];
      // The verification says that the nonce is used.
      expect(statuses(others)).to.deep.equal(others.map(() => 402));
    });
    expect(shop.runs).to.equal(1);
  });

  it("charges who hangs up while the handler works, and gives the answer when asked again", async () => {
    let answer: Answer | undefined;
    const shop = await gateway().shop((_request, response) => {
      answer = response;
    });
    const header = await paymentFor(alice(), await askedBy(shop.url), { identifier: ID });
    await expectPaid(gateway(), "alice", 1, async () => {
      const hangUp = new AbortController();
      const asked = askWith(shop.url, header, { signal: hangUp.signal }).catch(() => "gone");
      while (answer === undefined) await setTimeout(5);
      hangUp.abort();
      expect(await asked).to.equal("gone");
      answer.json({ report: "late" });
      const again = await askWith(shop.url, header);
      expect([again.status, await again.json()]).to.deep.equal([200, { report: "late" }]);
    });
    expect(shop.runs).to.equal(1);
  });

  it("keeps the answer before the settlement is asked for, however long that takes", async () => {
    let isKept = false;
    class SlowClaims extends MemoryClaims {
      override async keep(claimant: Claimant, answer: KeptAnswer): Promise<void> {
        await setTimeout(100);
        await super.keep(claimant, answer);
        isKept = true;
      }
    }
    const shop = await reports({ claims: new SlowClaims() });
    const header = await paymentFor(alice(), await askedBy(shop.url), { identifier: ID });
    await expectPaid(gateway(), "alice", 1, async () => {
      let second: Promise<Response> | undefined;
      const kept: boolean[] = [];
      gateway().instead = (request, _response, next) => {
        if (request.path === "/settle") {
          kept.push(isKept);
          // The first question to settle is out: whoever asks now must find the answer.
          second ??= askWith(shop.url, header);
        }
        next();
      };
      const first = await askWith(shop.url, header);
      expect([first.status, (await second)?.status, kept]).to.deep.equal([200, 200, [true, true]]);
    });
    expect(shop.runs).to.equal(1);
  });

  it("charges nothing for an answer that cannot be kept, and says so to the seller only", async () => {
    class FullClaims extends MemoryClaims {
      override keep(): Promise<void> {
        return Promise.reject(new Error("The disk is full."));
      }
    }
    const errors: unknown[] = [];
    const shop = await reports({ claims: new FullClaims(), onError: (error) => errors.push(error) });
    const header = await paymentFor(alice(), await askedBy(shop.url), { identifier: ID });
    await expectPaid(gateway(), "alice", 0, async () => {
      const answer = await askWith(shop.url, header);
      expect([answer.status, await answer.json()]).to.deep.equal([500, { error: "answer_not_kept" }]);
      expect([answer.headers.get("X-Report"), answer.headers.get("ETag")]).to.deep.equal([null, null]);
    });
    expect([String(errors), gateway().settles]).to.deep.equal(["Error: The disk is full.", 0]);
  });

  it("says to the seller when a claim cannot be given back, and goes on", async () => {
    class StuckClaims extends MemoryClaims {
      override release(): Promise<void> {
        return Promise.reject(new Error("The store is gone."));
      }
    }
    const errors: unknown[] = [];
    const options = { claims: new StuckClaims(), onError: (error: unknown) => errors.push(error) };
    const shop = await gateway().shop((_request, response) => void response.status(500).send("broken"), options);
    const answer = await askWith(shop.url, await paymentFor(alice(), await askedBy(shop.url)));
    expect([answer.status, await answer.text(), String(errors)]).to.deep.equal([
      500,
      "broken",
      "Error: The store is gone.",
    ]);
  });

  it("sells one payment once, at whichever endpoint of the process", async () => {
    const sell = (text: string) =>
      gateway().shop((_request, response) => void response.send(text), { claims: undefined });
    const [rain, snow] = [await sell("rain"), await sell("snow")];
    const header = await paymentFor(alice(), await askedBy(rain.url), { identifier: ID });
    await expectPaid(gateway(), "alice", 1, async () => {
      const answers = await Promise.all([rain, snow].map(({ url }) => askWith(url, header)));
      expect(statuses(answers)).to.deep.equal([200, 409]);
      const sold = answers[0].status === 200 ? [rain, snow] : [snow, rain];
      // Nor does one give the answer of the other.
      expect([(await askWith(sold[0].url, header)).status, (await askWith(sold[1].url, header)).status]).to.deep.equal([
        200, 402,
      ]);
    });
    expect(rain.runs + snow.runs).to.equal(1);
  });

  it("tells the store what was delivered, and not what the buyer hung up on", async () => {
    const delivered: string[] = [];
    class TellingClaims extends MemoryClaims {
      override delivered(claimant: Claimant): Promise<void> {
        delivered.push(claimant.key);
        return super.delivered(claimant);
      }
    }
    let answer: Answer | undefined;
    const shop = await gateway().shop(
      (_request, response) => {
        answer = response;
      },
      { claims: new TellingClaims() },
    );
    const header = await paymentFor(alice(), await askedBy(shop.url), { identifier: ID });
    const hangUp = new AbortController();
    const asked = askWith(shop.url, header, { signal: hangUp.signal }).catch(() => "gone");
    while (answer === undefined) await setTimeout(5);
    hangUp.abort();
    await asked;
    answer.json({ report: "late" });
    gateway().instead = (request, response, next) => {
      if (request.path !== "/settle") next();
      else response.json({ success: false, errorReason: "x", transaction: "", network: "eip155:31337" });
    };
    expect((await askWith(shop.url, header)).status).to.equal(402);
    gateway().instead = undefined;
    expect(delivered).to.deep.equal([]);
    expect((await askWith(shop.url, header)).status).to.equal(200);
    while (delivered.length === 0) await setTimeout(5);
    expect([delivered.length, shop.runs]).to.deep.equal([1, 1]);
  });

  it("keeps nothing for who cannot prove to have asked", async () => {
    class FullClaims extends MemoryClaims {
      override keep(): Promise<void> {
        return Promise.reject(new Error("The disk is full."));
      }
    }
    const shop = await reports({ claims: new FullClaims() });
    expect((await askWith(shop.url, await paymentFor(alice(), await askedBy(shop.url)))).status).to.equal(200);
  });

  it("lets no cache keep an answer that is given again, and settles no less for it", async () => {
    const shop = await gateway().shop((_request, response) => {
      response.set({ "Cache-Control": "public, max-age=3600", "Settlement-Overrides": "{}" }).send("rain");
    });
    const header = await paymentFor(alice(), await askedBy(shop.url), { identifier: ID });
    for (let time = 1; time <= 2; time++) {
      const answer = await askWith(shop.url, header);
      expect(answer.status).to.equal(200);
      expect(answer.headers.get("Cache-Control"), `${time}`).to.include("private").and.not.include("public");
      expect(answer.headers.get("Settlement-Overrides"), `${time}`).to.equal(null);
    }
  });

  it("says to ask again while the settlement is pending, and settles the same payment then", async () => {
    const shop = await reports();
    const header = await paymentFor(alice(), await askedBy(shop.url), { identifier: ID });
    await expectPaid(gateway(), "alice", 1, async () => {
      gateway().instead = (request, response, next) => {
        if (request.path !== "/settle") {
          next();
          return;
        }
        const network = "eip155:31337";
        response.json({
          success: false,
          errorReason: "settlement_pending",
          transaction: `0x${"1".repeat(64)}`,
          network,
        });
      };
      const pending = await askWith(shop.url, header);
      expect([pending.status, await pending.json()]).to.deep.equal([503, { error: "settlement_pending" }]);
      expect(pending.headers.get("Retry-After")).to.equal("1");
      expect(pending.headers.get("X-Report")).to.equal(null);
      const still = await askWith(shop.url, header);
      expect([still.status, await still.json()]).to.deep.equal([503, { error: "settlement_pending" }]);
      gateway().instead = undefined;
      const settled = await askWith(shop.url, header);
      expect([settled.status, await settled.json()]).to.deep.equal([200, { report: 1 }]);
    });
    expect(shop.runs).to.equal(1);
  });
});
