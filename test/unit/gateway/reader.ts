import { expect } from "chai";
import { trackNodeFailures } from "../../../packages/gateway/src/facilitator/reader.js";
import { readerOf } from "../../../packages/gateway/src/facilitator/reader.js";
import { JsonRpcProvider, makeError, ZeroAddress } from "ethers";
import { errorOf } from "../../fixtures/gateway.js";

const CODE = { address: ZeroAddress as `0x${string}` };
const reader = readerOf(new JsonRpcProvider("http://127.0.0.1:1", 1, { staticNetwork: true }), ZeroAddress);
const failing = (error: Error) => ({
  ...reader,
  getCode: () => Promise.reject(error),
  readContract: () => Promise.reject(error),
});
const CALL = { ...CODE, abi: [], functionName: "name" };

describe("trackNodeFailures", () => {
  it("reports no failure while the node responds", async () => {
    const { reader: tracked, nodeFailure } = trackNodeFailures({
      ...reader,
      getCode: () => Promise.resolve("0x" as const),
    });
    expect(await tracked.getCode(CODE)).to.equal("0x");
    expect(nodeFailure()).to.equal(undefined);
  });

  it("reads an account's code once", async () => {
    let reads = 0;
    const getCode = ({ address }: { address: string }) => {
      reads++;
      return Promise.resolve(address === "0x01" ? ("0xef" as const) : ("0x" as const));
    };
    const { reader: tracked, hasCode } = trackNodeFailures({ ...reader, getCode });
    expect(await tracked.getCode({ address: "0x01" })).to.equal("0xef");
    expect([await hasCode("0x01"), await hasCode("0x02"), await hasCode("0x02")]).to.deep.equal([true, false, false]);
    expect(reads).to.equal(2);
  });

  it("does not count a revert as a failure of the node", async () => {
    for (const code of ["CALL_EXCEPTION", "BAD_DATA"] as const) {
      const revert = makeError("no", code, {});
      const { reader: tracked, nodeFailure } = trackNodeFailures(failing(revert));
      expect(await errorOf(tracked.readContract(CALL))).to.equal(revert);
      expect(nodeFailure()).to.equal(undefined);
    }
  });

  it("records the first failure of the node", async () => {
    for (const ask of ["getCode", "readContract"] as const) {
      const failures = [new Error("first"), makeError("slow", "TIMEOUT", {} as never)];
      let next = 0;
      const fail = () => Promise.reject(failures[next++] ?? new Error("called too often"));
      const { reader: tracked, nodeFailure } = trackNodeFailures({ ...reader, getCode: fail, readContract: fail });
      for (const [at, failure] of failures.entries()) {
        const code = { address: `0x0${at}` } as const;
        expect(await errorOf(ask === "getCode" ? tracked.getCode(code) : tracked.readContract(CALL))).to.equal(failure);
      }
      expect(nodeFailure()).to.equal(failures[0]);
    }
  });

  it("reports a node that cannot be reached", async () => {
    const { reader: tracked, nodeFailure } = trackNodeFailures(reader);
    await errorOf(tracked.getCode(CODE));
    expect(nodeFailure()).to.be.instanceOf(Error);
  });
});
