import { x402Client } from "@x402/core/client";
import { ExactEvmScheme } from "@x402/evm/exact/client";
import { wrapFetchWithPayment } from "@x402/fetch";
import { expect } from "chai";
import type { TypedDataDomain } from "ethers";
import { findAnvil, type Node } from "../fixtures/processes.js";
import { onANode, onEveryNode } from "../fixtures/live.js";
import { expectPaid, PRICE, withGateway, type Gateway } from "../fixtures/liveGateway.js";
import { settlementIn } from "../fixtures/payments.js";

/** Creates the official client as in its documentation, with an ethers wallet and the coin allowed. */
function officialFetch(gateway: Gateway, who: "alice" | "bob", max: bigint): typeof fetch {
  const { runner, addresses } = gateway.client(who);
  const wallet = runner as unknown as { address: string; signTypedData: (...args: unknown[]) => Promise<string> };
  const signer = {
    address: wallet.address as `0x${string}`,
    signTypedData: async (data: { domain: TypedDataDomain; types: unknown; message: unknown }) => {
      return (await wallet.signTypedData(data.domain, data.types, data.message)) as `0x${string}`;
    },
  };
  const client = new x402Client().register("eip155:*", new ExactEvmScheme(signer));
  const allowed = { network: "eip155:31337" as const, asset: addresses.ServiceCoin };
  client.setSpendControls({ allowedAssets: [{ ...allowed, maxAmountPerPayment: String(max) }] });
  return wrapFetchWithPayment(fetch, client);
}

/** Buys two different resources with the official client. */
async function buysTwice(gateway: Gateway): Promise<void> {
  const shop = await gateway.shop((request, response) => {
    response.json({ asked: request.path });
  });
  const pay = officialFetch(gateway, "alice", PRICE);
  await expectPaid(gateway, "alice", 2, async () => {
    for (const path of ["/rain", "/snow"]) {
      const answer = await pay(`${shop.url}${path}`);
      expect([answer.status, await answer.json()]).to.deep.equal([200, { asked: path }]);
      expect(settlementIn(answer)).to.include({ success: true, network: "eip155:31337" });
    }
  });
  expect(shop.runs).to.equal(2);
}

onEveryNode("gateway: the official client", (live) => {
  const gateway = withGateway(live);

  it("pays without modification", () => buysTwice(gateway()));
});

onANode("gateway: the official client", (live) => {
  const gateway = withGateway(live);
  const mining = (node: Node, isAuto: boolean, interval: number) =>
    node.request("evm_setIntervalMining", [interval]).then(() => node.request("evm_setAutomine", [isAuto]));

  it("pays on a chain with one block per second", async function () {
    if (findAnvil() === undefined) this.skip();
    const { node } = live();
    await mining(node, false, 1);
    try {
      await buysTwice(gateway());
    } finally {
      await mining(node, true, 0);
    }
  });

  it("signs nothing above its spending limit", async () => {
    const shop = await gateway().shop((_request, response) => {
      response.send("rain");
    });
    await expectPaid(gateway(), "alice", 0, async () => {
      const failed: unknown = await officialFetch(
        gateway(),
        "alice",
        PRICE - 1n,
      )(shop.url).catch((error: unknown) => error);
      expect(String(failed)).to.include("maxAmountPerPayment");
    });
    expect(shop.runs).to.equal(0);
  });
});
