import { expect } from "chai";
import { AbstractProvider, type TransactionRequest } from "ethers";
import { Surcharge } from "../../../packages/gateway/src/settlement/surcharge.js";
import { errorOf } from "../../fixtures/gateway.js";

const FROM = "0x00000000000000000000000000000000000000f1";

/** A chain that reckons so much gas for each byte of data, besides the execution. */
class Reckoning extends AbstractProvider {
  readonly asked: TransactionRequest[] = [];
  isSilent = false;

  constructor(
    public plain: bigint,
    private readonly perByte: bigint,
  ) {
    super(31337);
  }

  override estimateGas(asked: TransactionRequest): Promise<bigint> {
    if (this.isSilent) return Promise.reject(new Error("No answer."));
    this.asked.push(asked);
    return Promise.resolve(this.plain + this.perByte * BigInt((asked.data ?? "0x").length / 2 - 1));
  }
}

describe("Surcharge", () => {
  it("is nothing where gas is what the execution costs, and is asked for once", async () => {
    const chain = new Reckoning(21_100n, 16n);
    const surcharge = new Surcharge(chain, FROM);
    expect([await surcharge.of("0x1234"), await surcharge.of("0x")]).to.deep.equal([0n, 0n]);
    expect(chain.asked).to.have.length(1);
  });

  it("is what the chain reckons for that data, and a fifth", async () => {
    const chain = new Reckoning(21_101n, 100n);
    const surcharge = new Surcharge(chain, FROM);
    expect(await surcharge.of(`0x${"12".repeat(10)}`)).to.equal(26_521n);
    expect(await surcharge.of("0x")).to.equal(25_321n);
    expect(new Set(chain.asked.map(({ from }) => from))).to.deep.equal(new Set([FROM]));
    expect(chain.asked).to.have.length(3);
  });

  it("is noticed when it comes later", async () => {
    const chain = new Reckoning(21_000n, 16n);
    const surcharge = new Surcharge(chain, FROM, 0);
    expect(await surcharge.of("0x1234")).to.equal(0n);
    chain.plain = 30_000n;
    expect(await surcharge.of("0x1234")).to.equal(36_038n);
  });

  it("is asked for anew when the node did not answer", async () => {
    const chain = new Reckoning(21_101n, 100n);
    const surcharge = new Surcharge(chain, FROM);
    chain.isSilent = true;
    expect(await errorOf(surcharge.of("0x"))).to.include({ message: "No answer." });
    chain.isSilent = false;
    expect(await surcharge.of("0x")).to.equal(25_321n);
  });
});
