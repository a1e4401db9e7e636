import { expect } from "chai";
import { watched } from "../../../src/gateway/facilitator/nodeFaults.js";
import { readerOf } from "../../../src/gateway/facilitator/reader.js";
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

describe("watched", () => {
  it("knows no fault while the node answers", async () => {
    const { reader: watching, faultOf } = watched({ ...reader, getCode: () => Promise.resolve("0x" as const) });
    expect(await watching.getCode(CODE)).to.equal("0x");
    expect(faultOf()).to.equal(undefined);
  });

  it("takes what a contract refuses for an answer", async () => {
    for (const code of ["CALL_EXCEPTION", "BAD_DATA"] as const) {
      const refusal = makeError("no", code, {});
      const { reader: watching, faultOf } = watched(failing(refusal));
      expect(await errorOf(watching.readContract(CALL))).to.equal(refusal);
      expect(faultOf()).to.equal(undefined);
    }
  });

  it("remembers the first fault of the node", async () => {
    for (const ask of ["getCode", "readContract"] as const) {
      const faults = [new Error("first"), makeError("slow", "TIMEOUT", {} as never)];
      let next = 0;
      const fail = () => Promise.reject(faults[next++]);
      const { reader: watching, faultOf } = watched({ ...reader, getCode: fail, readContract: fail });
      for (const fault of faults) {
        expect(await errorOf(ask === "getCode" ? watching.getCode(CODE) : watching.readContract(CALL))).to.equal(fault);
      }
      expect(faultOf()).to.equal(faults[0]);
    }
  });

  it("knows a node that is not there", async () => {
    const { reader: watching, faultOf } = watched(reader);
    await errorOf(watching.getCode(CODE));
    expect(faultOf()).to.be.instanceOf(Error);
  });
});
