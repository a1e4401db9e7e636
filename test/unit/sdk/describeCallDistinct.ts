import { expect } from "chai";
import { getAddress, toBeHex, ZeroAddress, ZeroHash, type FunctionFragment, type ParamType } from "ethers";
import { CONTRACTS, INTERFACES, type ContractName } from "../../../packages/sdk/src/core/contracts.js";
import type { Client } from "../../../packages/sdk/src/core/client.js";
import { encodeDeal, packTerms } from "../../../packages/sdk/src/deals.js";
import { describeCall } from "../../../packages/sdk/src/proposals/index.js";
import { numbers } from "../../fixtures/random.js";

const addresses = Object.fromEntries(
  CONTRACTS.map((name, index) => [name, `0x${"0".repeat(38)}${10 + index}`]),
) as Client["addresses"];

/** Functions that change something, without those whose calls fail for everyone. */
const FUNCTIONS = CONTRACTS.flatMap((contract) =>
  INTERFACES[contract].fragments
    .filter((fragment): fragment is FunctionFragment => fragment.type === "function")
    .filter(({ constant }) => !constant)
    .map((fragment) => ({ contract, fragment })),
);

/** Pairs of calls whose effects are the same, although the arguments differ. */
const SAME_EFFECT: Readonly<Record<string, (values: unknown[], changed: number) => boolean>> = {
  // A cap without a period is lifted, one of nothing freezes, and a budget of nothing is taken away.
  "Treasury.setCap": ([, amount, period], changed) =>
    (period === 0n && changed === 1) || (amount === 0n && period !== 0n && changed === 2),
  "Treasury.setBudget": ([, , amount], changed) => amount === 0n && changed === 3,
};

const ROUNDS = 12;

describe("describeCall, given two calls with different effects", () => {
  const next = numbers("describeCall");
  const pick = <Value>(values: readonly Value[]): Value => {
    const value = values[Number(next(16n)) % values.length];
    if (value === undefined) throw new Error("nothing to pick from");
    return value;
  };
  const address = () =>
    pick([getAddress(toBeHex(next(160n), 20)), ZeroAddress, ...CONTRACTS.map((name) => addresses[name])]);
  const bits = (type: string) => BigInt(/\d+/.exec(type)?.[0] ?? 256);
  const integer = (size: bigint) =>
    pick([next(size), next(size < 40n ? size : 40n), next(8n), 0n, 1n, 60n, 86_400n, 2n ** size - 1n, 10n ** 18n]) %
    2n ** size;
  const deal = () => {
    const [period, window, ref] = [integer(32n), integer(32n), toBeHex(integer(256n), 32)];
    return {
      ...{ payer: address(), payee: address(), arbiter: address(), price: integer(96n), period },
      ...{ start: integer(40n), deadline: integer(40n), window, feeBps: integer(16n), ref },
    };
  };

  /** A value of this type. */
  function valueOf(param: ParamType): unknown {
    if (param.baseType === "array" && param.arrayChildren !== null) {
      const { arrayChildren } = param;
      return Array.from({ length: Number(next(2n)) }, () => valueOf(arrayChildren));
    }
    if (param.baseType === "tuple")
      return Object.fromEntries(param.components?.map((each) => [each.name, valueOf(each)]) ?? []);
    if (param.type === "address") return address();
    if (param.type === "bool") return next(1n) === 1n;
    if (param.type === "string") return pick(["", "a", 'a", "b', "a, b", `text ${next(64n).toString()}`]);
    if (param.type === "bytes") return pick(["0x", toBeHex(integer(256n), 32), toBeHex(next(64n)), encodeDeal(deal())]);
    if (param.name === "terms") return packTerms(deal());
    if (param.type === "bytes32") return pick([toBeHex(next(256n), 32), ZeroHash, toBeHex(1n, 32)]);
    if (param.type.startsWith("bytes")) return toBeHex(next(bits(param.type) * 8n), Number(bits(param.type)));
    return param.type.startsWith("int") ? integer(bits(param.type) - 1n) : integer(bits(param.type));
  }

  const wordsOf = (contract: ContractName, fragment: FunctionFragment, values: readonly unknown[]): string => {
    const data = INTERFACES[contract].encodeFunctionData(fragment, values);
    return describeCall({ addresses }, { target: addresses[contract], value: 0n, data });
  };
  const shown = (value: unknown) =>
    JSON.stringify(value, (_key, each: unknown) => (typeof each === "bigint" ? each.toString() : each));

  for (const { contract, fragment } of FUNCTIONS.filter(({ fragment }) => fragment.inputs.length > 0)) {
    it(`tells any two calls of ${contract}.${fragment.format()} apart`, () => {
      for (let round = 0; round < ROUNDS; round++) {
        const values = fragment.inputs.map(valueOf);
        const words = wordsOf(contract, fragment, values);
        for (const [index, param] of fragment.inputs.entries()) {
          const other = valueOf(param);
          const changed = values.with(index, other);
          const isSame =
            shown(other) === shown(values[index]) ||
            SAME_EFFECT[`${contract}.${fragment.name}`]?.(values, index) === true;
          if (!isSame) expect(wordsOf(contract, fragment, changed), shown([values, changed])).to.not.equal(words);
        }
      }
    });
  }

  it("tells calls of different functions and contracts apart", () => {
    const all = new Map<string, string>();
    for (const { contract, fragment } of FUNCTIONS) {
      const words = wordsOf(contract, fragment, fragment.inputs.map(valueOf));
      expect(all.get(words), words).to.equal(undefined);
      all.set(words, `${contract}.${fragment.format()}`);
    }
  });
});
