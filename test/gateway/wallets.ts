import { expect } from "chai";
import { parseScv } from "../../packages/sdk/src/core/amounts.js";
import { transfer } from "../../packages/sdk/src/coin/index.js";
import { SmartWallet__factory } from "../../packages/sdk/src/typechain/factories/mocks/SmartWallet__factory.js";
import { onANode } from "../fixtures/live.js";
import { PRICE, withGateway } from "../fixtures/liveGateway.js";
import { fetchPaymentRequired, fetchWithPayment, paymentFor } from "../fixtures/payments.js";

/** A 65-byte signature that no key could have made, and one of the length of a passkey signature. */
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

  /** Pays once from a wallet. @returns The status, and the amounts that the payer lost and the provider received. */
  async function pay(from: `0x${string}`, signer: "alice" | "bob", signature?: string) {
    const shop = await gateway().shop((_request, response) => {
      response.send("rain");
    });
    const read = () => Promise.all([gateway().balance(from), gateway().balance("provider")]);
    const before = await read();
    const wrong = { authorization: { from }, ...(signature === undefined ? {} : { signature }) };
    const header = await paymentFor(gateway().client(signer), await fetchPaymentRequired(shop.url), wrong);
    const { status } = await fetchWithPayment(shop.url, header);
    const after = await read();
    return { status, paid: [before[0] - after[0], after[1] - before[1]], runs: shop.runs };
  }

  const sold = { status: 200, paid: [PRICE, PRICE], runs: 1 };
  const refused = { status: 402, paid: [0n, 0n], runs: 0 };

  it("pay with their owner's key, and with no other", async () => {
    const { address } = await walletOf("alice");
    expect(await pay(address, "alice")).to.deep.equal(sold);
    expect(await pay(address, "bob")).to.deep.equal(refused);
  });

  for (const [what, signature] of [
    ["65 bytes that no key made", ODD],
    ["200 bytes", LONG],
    ["no bytes, as a Safe that approved the payment on the chain", "0x"],
  ] as const) {
    it(`pay with a signature of ${what}, and with no other`, async () => {
      const { wallet, address } = await walletOf("alice");
      await (await wallet.setSecret(signature)).wait();
      expect(await pay(address, "alice", signature)).to.deep.equal(sold);
      expect(await pay(address, "alice", `${signature}06`)).to.deep.equal(refused);
    });
  }

  it("is refused if a key signed with no bytes", async () => {
    const alice = live().wallet("alice").address as `0x${string}`;
    expect(await pay(alice, "alice", "0x")).to.deep.equal(refused);
  });

  for (const mode of [2, 3, 4, 5]) {
    it(`pay nothing if their signature check misbehaves (mode ${mode})`, async () => {
      const { wallet, address } = await walletOf("alice");
      await (await wallet.setMode(mode)).wait();
      expect(await pay(address, "alice")).to.deep.equal(refused);
      expect(await pay(address, "alice", LONG)).to.deep.equal(refused);
    });
  }

  it("pay with the key of a delegated EOA (EIP-7702)", async () => {
    const bob = live().wallet("bob").address as `0x${string}`;
    const { wallet } = await walletOf("bob");
    const code = await live().provider.getCode(await wallet.getAddress());
    const client = (await live().node.request("web3_clientVersion")) as string;
    await live().node.request(/anvil/i.test(client) ? "anvil_setCode" : "hardhat_setCode", [bob, code]);
    expect(await pay(bob, "bob")).to.deep.equal(sold);
  });
});
