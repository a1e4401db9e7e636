import { expect } from "chai";
import { Interface, parseEther, toQuantity } from "ethers";
import { network } from "hardhat";
import { readChain, type Chain, type Connection } from "../../scripts/lib/chain.js";
import { MULTICALL3, multicall3Cost, placeMulticall3 } from "../../scripts/lib/multicall3.js";
import { accountsOf } from "../fixtures/accounts.js";

const SENDER = "0x05f32B3cC3888453ff71B01135B34FF8e41263F2";
const COST = parseEther("0.1");
const ABI = new Interface(["function getChainId() view returns (uint256)"]);

describe("flow: placeMulticall3", () => {
  let connection: Connection;
  let chain: Chain;
  let lines: string[];

  beforeEach(async () => {
    connection = await network.create();
    chain = await readChain(connection);
    lines = [];
  });

  const provider = () => connection.ethers.provider;
  const deployer = async () => (await accountsOf(connection.ethers))[0];
  const spent = async () => parseEther("10000") - (await provider().getBalance(await deployer()));

  async function place(changes: { connection?: Connection; chain?: Chain } = {}): Promise<string | undefined> {
    const at = { connection, chain, ...changes };
    return placeMulticall3(at.connection, at.chain, await deployer(), (line) => lines.push(line));
  }

  async function expectMissing(reason: RegExp, changes: { connection?: Connection; chain?: Chain } = {}) {
    const missing = await place(changes);
    expect(missing).to.match(reason);
    expect(lines).to.deep.equal([`  Multicall3 is missing: ${String(missing)}`]);
  }

  /** As a node that takes no transaction without a chain id. */
  function strictConnection(): Connection {
    const provider = new Proxy(connection.provider, {
      get: (target, name) => (name === "request" ? request : (Reflect.get(target, name) as unknown)),
    });
    const request = async (call: Parameters<Connection["provider"]["request"]>[0]): Promise<unknown> => {
      if (call.method !== "eth_sendRawTransaction") return connection.provider.request(call);
      throw new Error("only replay-protected (EIP-155) transactions allowed over RPC");
    };
    return { ...connection, provider };
  }

  for (const isLocal of [true, false]) {
    describe(`given a ${isLocal ? "local" : "public"} chain without it`, () => {
      beforeEach(() => {
        chain = { ...chain, isLocal };
      });

      it("places it for what its transaction costs", async () => {
        expect(await multicall3Cost(connection))
          .to.be.at.least(COST)
          .and.below(parseEther("0.101"));
        expect(await place()).to.equal(undefined);
        expect(lines).to.deep.equal([`  Multicall3 placed at ${MULTICALL3}`]);
        expect(await spent())
          .to.be.at.least(COST)
          .and.below(parseEther("0.101"));
        const data = ABI.encodeFunctionData("getChainId");
        expect(BigInt(await provider().call({ to: MULTICALL3, data }))).to.equal(31337n);
      });
    });
  }

  describe("given a chain that has it", () => {
    it("does nothing and logs nothing", async () => {
      await place();
      const before = await spent();
      lines = [];
      expect(await place()).to.equal(undefined);
      expect(await multicall3Cost(connection)).to.equal(0n);
      expect(await spent()).to.equal(before);
      expect(lines).to.deep.equal([]);
    });
  });

  describe("given a sender with part of the funds", () => {
    for (const [what, balance] of [
      ["part", parseEther("0.04")],
      ["all", COST],
      ["more", parseEther("7")],
    ] as const) {
      it(`adds what is missing to ${what}`, async () => {
        await connection.provider.request({ method: "hardhat_setBalance", params: [SENDER, toQuantity(balance)] });
        expect(await place()).to.equal(undefined);
        const missing = balance < COST ? COST - balance : 0n;
        expect(await spent())
          .to.be.at.least(missing)
          .and.below(missing + parseEther("0.001"));
      });
    }
  });

  describe("given a chain that cannot take it", () => {
    it("reports other code at its address", async () => {
      await connection.provider.request({ method: "hardhat_setCode", params: [MULTICALL3, "0x00"] });
      await expectMissing(/^there is other code at 0xcA11/);
      expect(await multicall3Cost(connection)).to.equal(0n);
    });

    it("reports that its sender's nonce is used", async () => {
      await connection.provider.request({ method: "hardhat_setNonce", params: [SENDER, "0x1"] });
      await expectMissing(
        /^the account 0x05f32B3cC3888453ff71B01135B34FF8e41263F2, .* has used its nonce on this chain$/,
      );
      expect(await multicall3Cost(connection)).to.equal(0n);
      expect(await spent()).to.equal(0n);
    });

    it("reports that the base fee is too high", async () => {
      const fee = toQuantity(120_000_000_000n);
      await connection.provider.request({ method: "hardhat_setNextBlockBaseFeePerGas", params: [fee] });
      await connection.provider.request({ method: "hardhat_mine" });
      await expectMissing(/^the base fee exceeds the 100 gwei/);
      expect(await multicall3Cost(connection)).to.equal(0n);
      expect(await spent()).to.equal(0n);
    });

    it("reports that the deployer has insufficient funds", async () => {
      const params = [(await deployer()).address, toQuantity(parseEther("0.05"))];
      await connection.provider.request({ method: "hardhat_setBalance", params });
      await expectMissing(/^it costs 0\.1 ETH, and the deployer has 0\.05 ETH$/);
    });

    it("reports why a public node rejects it, before it spends anything", async () => {
      const reason =
        /^the node rejects its transaction: "only replay-protected \(EIP-155\) transactions allowed over RPC"$/;
      await expectMissing(reason, { connection: strictConnection(), chain: { ...chain, isLocal: false } });
      expect(await spent()).to.equal(0n);
    });

    it("reports why a local node rejects it", async () => {
      await expectMissing(/^the node rejects its transaction: "only replay-protected/, {
        connection: strictConnection(),
      });
    });
  });
});
