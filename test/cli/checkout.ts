import { expect } from "chai";
import { onEveryNode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";
import { seenBy } from "../fixtures/liveHub.js";
import { provideLiquidity } from "../fixtures/liveLiquidity.js";

onEveryNode("cli: paying with ether", (live) => {
  const cli = withCli(live);

  it("says so when the trading pair is empty", async () => {
    await cli().refuse(undefined, ["checkout", "quote", "1"], 1, "CheckoutInsufficientLiquidity", /0 SCV/);
    expect(await cli().text(undefined, "checkout", "liquidity")).to.contain("holds             0 SCV and 0 ETH\n");
  });

  describe("given liquidity", () => {
    beforeEach(async () => {
      await provideLiquidity(seenBy(live(), "alice"));
    });

    it("quotes a price, and warns of a small pair", async () => {
      const text = await cli().text(undefined, "checkout", "quote", "1", "--slippage", "0.5%");
      expect(text).to.match(/^amount +1 SCV\ncosts +0\.0114\d* ETH, with [\d.]+ ETH for those who provide liquidity\n/);
      expect(text).to.match(/\nprice impact +12\.5 ?%: the trading pair is small\n$/);
      const alice = live().wallet("alice").address;
      expect(await cli().text(undefined, "checkout", "liquidity", alice)).to.match(
        /\nits share +7\.9+\d* SCV and 0\.07/,
      );
    });

    it("opens an order, tops a stream up and transfers, from an account without SCV", async () => {
      const bob = live().wallet("bob").address;
      const order = ["order", "open", bob, "1", "--pay-with", "eth", "--slippage", "2%"];
      const { code, stderr } = await cli().run("provider", ...order);
      expect(code, stderr).to.equal(0);
      expect(stderr).to.match(/Costs 0\.0114\d* ETH now, at most 0\.0116\d* ETH; what is not needed comes back\.\n/);
      const stream = ["stream", "open", bob, "--per-second", "0.000001", "--fund", "0.1", "--pay-with", "eth"];
      const { dealId } = await cli().json<{ dealId: string }>("provider", ...stream);
      await cli().json("provider", "stream", "top-up", dealId, "0.1", "--pay-with", "eth");
      expect(await cli().text(undefined, "stream", "show", dealId)).to.contain("0.2 SCV");
      await cli().json("provider", "coin", "transfer", bob, "0.5", "--ref", "invoice-7", "--pay-with", "eth");
      expect(await cli().text(undefined, "coin", "payments", "invoice-7")).to.contain("0.5 SCV");
    });

    it("refuses a slippage for a payment with SCV", async () => {
      const bob = live().wallet("bob").address;
      const transfer = ["coin", "transfer", bob, "1", "--slippage", "1%"];
      await cli().refuse("alice", transfer, 2, "MissingOption", "The option --slippage needs --pay-with eth.");
    });

    it("proposes liquidity of the treasury", async () => {
      await cli().text("alice", "votes", "lock", "6");
      await live().pass(1);
      const add = ["proposal", "add-liquidity", "2", "0.02", "--description", "Deepen the pair"];
      const { code, stdout, stderr } = await cli().run("alice", ...add);
      expect(code, stderr).to.equal(0);
      const words = /Adds at least 1\.9 SCV and 0\.019 ether to the trading pair until .*Z, for Treasury/;
      expect(`${stdout}${stderr}`).to.match(words);
      const refused = ["proposal", "remove-liquidity", "all", "--description", "Leave the pair"];
      await cli().refuse("alice", refused, 2, "BadAmount", /of 0 cannot be paid/);
    });
  });
});
