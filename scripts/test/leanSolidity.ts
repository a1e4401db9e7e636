import type { HookContext, SolidityHooks } from "hardhat/types/hooks";
import type { HardhatPlugin } from "hardhat/types/plugins";
import type { CompilerInput } from "hardhat/types/solidity";

/**
 * Compiles Solidity tests without the IR pipeline and the optimizer, which would take longer than the tests, and only
 * the tests: the contracts under test come from their own artifacts (test/fixtures/Deploy.sol), so their code is that
 * of a real deployment. The libraries and types that tests call inside (test/properties/Accrual.t.sol and others) are
 * compiled into the tests, here by the older pipeline: the Mocha tests run them as the real compiler settings leave
 * them.
 */
export const leanSolidity: HardhatPlugin = {
  id: "lean-solidity-tests",
  hookHandlers: {
    solidity: () =>
      Promise.resolve({
        default: (): Promise<Partial<SolidityHooks>> =>
          Promise.resolve({
            preprocessSolcInputBeforeBuilding: (context: HookContext, input: CompilerInput, next) =>
              next(context, isTests(input) ? lean(input) : input),
          }),
      }),
  },
};

function isTests({ sources }: CompilerInput): boolean {
  return Object.keys(sources).some((name) => name.endsWith(".t.sol"));
}

function lean(input: CompilerInput): CompilerInput {
  const outputs = input.settings.outputSelection["*"] ?? {};
  const tests = Object.keys(input.sources).filter((name) => name.startsWith("project/test/"));
  const outputSelection = Object.fromEntries(tests.map((name) => [name, outputs]));
  return { ...input, settings: { ...input.settings, optimizer: { enabled: false }, viaIR: false, outputSelection } };
}
