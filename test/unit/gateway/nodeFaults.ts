import { expect } from "chai";
import { watched } from "../../../packages/gateway/src/facilitator/nodeFaults.js";
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

describe("watched", () => {
  it("knows no fault while the node answers", async () => {
    const { reader: watching, faultOf } = watched({ ...reader, getCode: () => Promise.resolve("0x" as const) });
    expect(await watching.getCode(CODE)).to.equal("0x");
    expect(faultOf()).to.equal(undefined);
  });

  it("asks for an account's code once", async () => {
    let asked = 0;
    const getCode = ({ address }: { address: string }) => {
      asked++;
      return Promise.resolve(address === "0x01" ? ("0xef" as const) : ("0x" as const));
    };
    const { reader: watching, hasCode } = watched({ ...reader, getCode });
    expect(await watching.getCode({ address: "0x01" })).to.equal("0xef");
    expect([await hasCode("0x01"), await hasCode("0x02"), await hasCode("0x02")]).to.deep.equal([true, false, false]);
    expect(asked).to.equal(2);
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
      for (const [at, fault] of faults.entries()) {
        const code = { address: `0x0${at}` } as const;
        expect(await errorOf(ask === "getCode" ? watching.getCode(code) : watching.readContract(CALL))).to.equal(fault);
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
