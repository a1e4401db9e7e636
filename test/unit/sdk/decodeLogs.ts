import { expect } from "chai";
import { ZeroAddress, ZeroHash, type EventFragment, type ParamType } from "ethers";
import { INTERFACES } from "../../../packages/sdk/src/core/contracts.js";
import { decodeLogs, findEvent } from "../../../packages/sdk/src/core/events.js";
import { CONTRACTS, type ContractName } from "../../../packages/sdk/src/core/contracts.js";
import { take } from "../../fixtures/sdk.js";

/** Addresses that tell the contracts apart. */
const ADDRESSES = Object.fromEntries(
  CONTRACTS.map((name, i) => [
    name,
    `0x${String(i + 1)
      .padStart(2, "0")
      .repeat(20)}`,
  ]),
) as Record<ContractName, string>;

/** Any value of a type that is not its default, as ethers gives it back. */
function sampleOf(type: ParamType): unknown {
  if (type.arrayChildren !== null) return [sampleOf(type.arrayChildren)];
  if (type.components !== null) {
    return Object.fromEntries(type.components.map((component) => [component.name, sampleOf(component)]));
  }
  if (type.type === "string") return "text";
  if (type.type === "bytes") return "0x0102";
  if (type.type === "bool") return true;
  if (type.type === "address") return "0x00000000000000000000000000000000000000AA";
  if (type.type.startsWith("bytes")) return `0x${"ab".repeat(Number(type.type.slice(5)))}`;
  return 7n;
}

const logOf = (name: ContractName, event: EventFragment) => ({
  address: ADDRESSES[name].toUpperCase().replace("0X", "0x"),
  ...INTERFACES[name].encodeEventLog(event, event.inputs.map(sampleOf)),
  blockNumber: 9,
  transactionHash: ZeroHash,
  index: 3,
});

describe("decodeLogs", () => {
  for (const name of CONTRACTS) {
    const events: EventFragment[] = [];
    INTERFACES[name].forEachEvent((event) => events.push(event));

    for (const event of events) {
      it(`decodes ${event.name} of ${name}, with every argument by its name`, () => {
        const decoded = decodeLogs(ADDRESSES, [logOf(name, event)]);
        expect(decoded).to.have.length(1);
        const [{ contract, name: eventName, args, blockNumber, transactionHash, logIndex }] = take(decoded, 1);
        expect([contract, eventName, blockNumber, transactionHash, logIndex]).to.deep.equal([
          name,
          event.name,
          9,
          ZeroHash,
          3,
        ]);
        expect(event.inputs.every((input) => input.name !== "")).to.equal(true);
        expect(Object.keys(args)).to.deep.equal(event.inputs.map((input) => input.name));
        for (const input of event.inputs) {
          // Of an indexed text only the hash is known.
          if (input.indexed === true && input.type === "string") continue;
          expect((args as unknown as Record<string, unknown>)[input.name], input.name).to.deep.equal(sampleOf(input));
        }
      });
    }
  }

  it("leaves out logs of others, and those that are not known", () => {
    const transfer = INTERFACES.ServiceCoin.getEvent("Transfer") as EventFragment;
    const known = logOf("ServiceCoin", transfer);
    const others = [
      { ...known, address: ZeroAddress },
      { ...known, topics: [ZeroHash] },
      { ...known, topics: [] },
    ];
    expect(decodeLogs(ADDRESSES, [...others, known, ...others] as never)).to.have.length(1);
  });
});

describe("findEvent", () => {
  it("finds the first of a name, or none", () => {
    const events = (["Approval", "Transfer", "Transfer"] as const).map((name, i) => ({
      ...logOf("ServiceCoin", INTERFACES.ServiceCoin.getEvent(name) as EventFragment),
      index: i,
    }));
    const decoded = decodeLogs(ADDRESSES, events);
    expect(findEvent(decoded, "Transfer")?.logIndex).to.equal(1);
    expect(findEvent(decoded, "Opened")).to.equal(undefined);
  });
});
