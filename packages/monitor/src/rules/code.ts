import { keccak256 } from "ethers";
import { CONTRACTS } from "@servicecoin/sdk";
import { fields } from "@servicecoin/daemon";
import { type Finding, rule } from "./rule.js";

/** The contracts are the ones that were deployed. */
export const code = rule({
  name: "code",
  title: "The code at the addresses is the code that was deployed",
  severity: "critical",
  settings: fields({}),
  find: async ({ provider, expected, at }) => {
    const found = await Promise.all(
      CONTRACTS.map(async (name): Promise<Finding[]> => {
        const { address, codeHash } = expected.contracts[name];
        if (codeHash === undefined) return [];
        const actual = keccak256(await provider.getCode(address, at.block));
        if (actual === codeHash) return [];
        const message = `The code of ${name} at ${address} has the hash ${actual}, not ${codeHash} as deployed.`;
        return [{ cause: name, message, facts: { contract: name, address, expected: codeHash, actual } }];
      }),
    );
    return found.flat();
  },
});
