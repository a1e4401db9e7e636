import { expect } from "chai";
import {
  getAddress,
  getBytes,
  hexlify,
  keccak256,
  toBigInt,
  TypedDataEncoder,
  ZeroAddress,
  type TypedDataDomain,
} from "ethers";
import type { PaymentHub } from "../../packages/sdk/src/typechain/index.js";
import { at } from "../fixtures/at.js";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import { packed, type Deal, type Mandate } from "../fixtures/deals.js";
import { hubFixture } from "../fixtures/hub.js";

const DEAL = [
  { name: "payer", type: "address" },
  { name: "payee", type: "address" },
  { name: "arbiter", type: "address" },
  { name: "price", type: "uint96" },
  { name: "period", type: "uint32" },
  { name: "start", type: "uint40" },
  { name: "deadline", type: "uint40" },
  { name: "window", type: "uint32" },
  { name: "feeBps", type: "uint16" },
  { name: "ref", type: "bytes32" },
];

const QUOTE = [{ name: "deal", type: "Deal" }];

const RELEASE = [
  { name: "deal", type: "Deal" },
  { name: "total", type: "uint96" },
];

const MANDATE = [
  { name: "payer", type: "address" },
  { name: "payee", type: "address" },
  { name: "limit", type: "uint96" },
  { name: "period", type: "uint32" },
  { name: "start", type: "uint40" },
  { name: "end", type: "uint40" },
  { name: "feeBps", type: "uint16" },
  { name: "ref", type: "bytes32" },
];

const RANDOM = 600;

type Field = (typeof DEAL)[number];

/** What the hub must hash. */
interface Case {
  deal: Deal;
  total: bigint;
  mandate: Mandate;
}

/** 32 bytes that depend on nothing but the names, so that every run sees the same cases. */
function word(...names: (string | number)[]): Uint8Array {
  return getBytes(keccak256(Buffer.from(names.join("/"))));
}

function bitsOf(type: string): bigint {
  return type === "address" ? 160n : type === "bytes32" ? 256n : BigInt(type.slice("uint".length));
}

function typed(type: string, value: bigint): string | bigint {
  if (type.startsWith("uint")) return value;
  const hex = hexlify(getBytes(`0x${value.toString(16).padStart(Number(bitsOf(type) / 4n), "0")}`));
  return type === "address" ? getAddress(hex) : hex;
}

/** Any value of the type; small ones as often as large ones. */
function randomValue({ name, type }: Field, ...names: (string | number)[]): string | bigint {
  const width = 1n + (BigInt(word("width", name, ...names)[0] ?? 0) % bitsOf(type));
  return typed(type, toBigInt(word(name, ...names)) >> (256n - width));
}

function randomStruct(fields: Field[], ...names: (string | number)[]): Record<string, string | bigint> {
  return Object.fromEntries(fields.map((field) => [field.name, randomValue(field, ...names)]));
}

function randomCase(seed: string | number): Case {
  return {
    deal: randomStruct(DEAL, "deal", seed) as unknown as Deal,
    total: toBigInt(word("total", seed)) >> 160n,
    mandate: randomStruct(MANDATE, "mandate", seed) as unknown as Mandate,
  };
}

/** The ends of what the field can hold, and the single bits at both of them. */
function edgesOf({ type }: Field): (string | bigint)[] {
  const top = 1n << (bitsOf(type) - 1n);
  return [0n, 1n, top, 2n * top - 2n, 2n * top - 1n].map((value) => typed(type, value));
}

/** For each field each of its edges, among random values of the others. */
function edgeCases(): Case[] {
  const cases = (fields: Field[], part: "deal" | "mandate") =>
    fields.flatMap((field) =>
      edgesOf(field).map((edge, i) => {
        const base = randomCase(`${part} ${field.name} ${i}`);
        return { ...base, [part]: { ...base[part], [field.name]: edge } };
      }),
    );
  const totals = edgesOf(at(RELEASE, 1)).map((total, i) => ({ ...randomCase(`total ${i}`), total: total as bigint }));
  return [...cases(DEAL, "deal"), ...cases(MANDATE, "mandate"), ...totals];
}

/** Every field at once at the lowest or the highest that it can hold. */
function extremeCases(): Case[] {
  return [0, 4].map((edge) => {
    const struct = (fields: Field[]) => Object.fromEntries(fields.map((field) => [field.name, edgesOf(field)[edge]]));
    const total = edgesOf(at(RELEASE, 1))[edge] as bigint;
    return { deal: struct(DEAL) as unknown as Deal, total, mandate: struct(MANDATE) as unknown as Mandate };
  });
}

async function expectSameHashes(hub: PaymentHub, { deal, total, mandate }: Case): Promise<void> {
  const { chainId } = await ethers.provider.getNetwork();
  const verifyingContract = await hub.getAddress();
  const domain: TypedDataDomain = { name: "PaymentHub", version: "1", chainId, verifyingContract };
  const quoted = { ...deal, payer: ZeroAddress };
  const actual = {
    id: await hub.idOf(packed(deal)),
    quote: await hub.quoteOf(packed(deal)),
    release: await hub.releaseOf(packed(deal), total),
    mandate: await hub.idOfMandate(mandate),
  };
  const text = JSON.stringify({ deal, total, mandate }, (_, value: unknown) => {
    return typeof value === "bigint" ? value.toString() : value;
  });
  expect(actual, text).to.deep.equal({
    id: TypedDataEncoder.hashStruct("Deal", { Deal: DEAL }, deal),
    quote: TypedDataEncoder.hash(domain, { Quote: QUOTE, Deal: DEAL }, { deal: quoted }),
    release: TypedDataEncoder.hash(domain, { Release: RELEASE, Deal: DEAL }, { deal, total }),
    mandate: TypedDataEncoder.hashStruct("Mandate", { Mandate: MANDATE }, mandate),
  });
}

describe("DealHash in TypeScript and in Solidity", function () {
  const groups: Record<string, Case[]> = {
    "everything at its lowest and at its highest": extremeCases(),
    "each edge of each field": edgeCases(),
    [`${RANDOM} random deals and mandates`]: Array.from({ length: RANDOM }, (_, seed) => randomCase(seed)),
  };
  for (const [name, cases] of Object.entries(groups)) {
    describe(`given ${name}`, () => {
      it("has the same ids, quotes and releases", async () => {
        const { hub } = await networkHelpers.loadFixture(hubFixture);
        for (const one of cases) await expectSameHashes(hub, one);
      });
    });
  }

  describe("given all of these", () => {
    it("covers small and large values of each field", () => {
      const deals = Array.from({ length: RANDOM }, (_, seed) => randomCase(seed).deal);
      for (const { name, type } of DEAL) {
        const lengths = deals.map((deal) => toBigInt(deal[name as keyof Deal]).toString(2).length);
        expect(Math.min(...lengths), name).to.be.at.most(4);
        expect(Math.max(...lengths), name).to.be.at.least(Number(bitsOf(type)) - 2);
      }
    });
  });
});
