import { expect } from "chai";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { transfer } from "../../packages/sdk/src/coin/index.js";
import { SmartWallet__factory } from "../../packages/sdk/src/typechain/factories/mocks/SmartWallet__factory.js";
import { onANode } from "../fixtures/live.js";
import { PRICE, withGateway } from "../fixtures/liveGateway.js";
import { askedBy, askWith, paymentFor } from "../fixtures/payments.js";

/** A signature of 65 bytes that no key could have made, and one as passkeys make them. */
const ODD = `0x${"ab".repeat(64)}05`;
const LONG = `0x${"cd".repeat(200)}`;

onANode("gateway: smart wallets", (live) => {
  const gateway = withGateway(live);

  async function walletOf(owner: "alice" | "bob") {
    const alice = gateway().client("alice");
    const wallet = await new SmartWallet__factory(live().wallet("alice")).deploy(live().wallet(owner).address);
    const address = await (await wallet.waitForDeployment()).getAddress();
    await transfer(alice, { to: address, amount: parseScv("1") });
    return { wallet, address: address as `0x${string}` };
  }

  /** Lets it pay once. @returns Status, and what the payer lost and the provider got. */
  async function pay(from: `0x${string}`, signer: "alice" | "bob", signature?: string) {
    const shop = await gateway().shop((_request, response) => {
      response.send("rain");
    });
    const read = () => Promise.all([gateway().balance(from), gateway().balance("provider")]);
    const before = await read();
    const wrong = { authorization: { from }, ...(signature === undefined ? {} : { signature }) };
    const header = await paymentFor(gateway().client(signer), await askedBy(shop.url), wrong);
    const { status } = await askWith(shop.url, header);
    const after = await read();
    return { status, paid: [before[0] - after[0], after[1] - before[1]], runs: shop.runs };
  }

  const sold = { status: 200, paid: [PRICE, PRICE], runs: 1 };
  const refused = { status: 402, paid: [0n, 0n], runs: 0 };

  it("pay by the key of their owner, and by no other", async () => {
    const { address } = await walletOf("alice");
    expect(await pay(address, "alice")).to.deep.equal(sold);
    expect(await pay(address, "bob")).to.deep.equal(refused);
  });

  for (const [what, signature] of [
    ["65 bytes that no key made", ODD],
    ["200 bytes", LONG],
  ]) {
    it(`pay by a signature of ${what}, and by no other`, async () => {
      const { wallet, address } = await walletOf("alice");
      await (await wallet.setSecret(signature)).wait();
      expect(await pay(address, "alice", signature)).to.deep.equal(sold);
      expect(await pay(address, "alice", `${signature.slice(0, -2)}06`)).to.deep.equal(refused);
    });
  }

  for (const mode of [2, 3, 4, 5]) {
    it(`pay nothing when they answer badly (${mode})`, async () => {
      const { wallet, address } = await walletOf("alice");
      await (await wallet.setMode(mode)).wait();
      expect(await pay(address, "alice")).to.deep.equal(refused);
      expect(await pay(address, "alice", LONG)).to.deep.equal(refused);
    });
  }

  it("pay with the key of an account that also has code (ERC-7702)", async () => {
    const bob = live().wallet("bob").address as `0x${string}`;
    const { wallet } = await walletOf("bob");
    const code = await live().provider.getCode(await wallet.getAddress());
    const client = (await live().node.request("web3_clientVersion")) as string;
    await live().node.request(/anvil/i.test(client) ? "anvil_setCode" : "hardhat_setCode", [bob, code]);
    expect(await pay(bob, "bob")).to.deep.equal(sold);
  });
});
