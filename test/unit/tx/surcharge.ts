import { expect } from "chai";
import { AbstractProvider, type TransactionRequest } from "ethers";
import { Surcharge } from "../../../packages/tx/src/surcharge.js";
import { errorOf } from "../../fixtures/gateway.js";

const FROM = "0x00000000000000000000000000000000000000f1";

/** A chain that charges extra gas for each byte of data. */
class ChargingChain extends AbstractProvider {
  readonly requests: TransactionRequest[] = [];
  isSilent = false;

  constructor(
    public plain: bigint,
    private readonly perByte: bigint,
  ) {
    super(31337);
  }

  override estimateGas(request: TransactionRequest): Promise<bigint> {
    if (this.isSilent) return Promise.reject(new Error("No response."));
    this.requests.push(request);
    return Promise.resolve(this.plain + this.perByte * BigInt((request.data ?? "0x").length / 2 - 1));
  }
}

describe("Surcharge", () => {
  it("is zero where only the execution costs gas, and is queried once", async () => {
    const chain = new ChargingChain(21_100n, 16n);
    const surcharge = new Surcharge(chain, FROM);
    expect([await surcharge.of("0x1234"), await surcharge.of("0x")]).to.deep.equal([0n, 0n]);
    expect(chain.requests).to.have.length(1);
  });

  it("is the estimate of the chain for that data, plus one fifth", async () => {
    const chain = new ChargingChain(21_101n, 100n);
    const surcharge = new Surcharge(chain, FROM);
    expect(await surcharge.of(`0x${"12".repeat(10)}`)).to.equal(26_521n);
    expect(await surcharge.of("0x")).to.equal(25_321n);
    expect(new Set(chain.requests.map(({ from }) => from))).to.deep.equal(new Set([FROM]));
    expect(chain.requests).to.have.length(3);
  });

  it("is detected when it is introduced later", async () => {
    const chain = new ChargingChain(21_000n, 16n);
    const surcharge = new Surcharge(chain, FROM, 0);
    expect(await surcharge.of("0x1234")).to.equal(0n);
    chain.plain = 30_000n;
    expect(await surcharge.of("0x1234")).to.equal(36_038n);
  });

  it("is queried again if the node did not respond", async () => {
    const chain = new ChargingChain(21_101n, 100n);
    const surcharge = new Surcharge(chain, FROM);
    chain.isSilent = true;
    expect(await errorOf(surcharge.of("0x"))).to.include({ message: "No response." });
    chain.isSilent = false;
    expect(await surcharge.of("0x")).to.equal(25_321n);
  });
});
