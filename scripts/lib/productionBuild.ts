import type { HookContext, SolidityHooks } from "hardhat/types/hooks";
import type { HardhatPlugin } from "hardhat/types/plugins";

/** Contracts that only tests and the gas report need. */
export const MOCKS = /[\\/]mocks[\\/]/;

/**
 * Builds with the profile `production`, as of `hardhat ignition deploy`, compile only what is deployed: the mocks, and
 * the contracts of others that the gas report compares with, would take a minute more.
 */
export const productionBuild: HardhatPlugin = {
  id: "production-build",
  hookHandlers: {
    solidity: () =>
      Promise.resolve({
        default: (): Promise<Partial<SolidityHooks>> =>
          Promise.resolve({
            build: (context: HookContext, rootFilePaths, options, next) => {
              if (options?.buildProfile !== "production") return next(context, rootFilePaths, options);
              const deployed = rootFilePaths.filter((file) => !MOCKS.test(file));
              // The artifacts of the others stay.
              return next(context, deployed, { ...options, cleanupArtifacts: false });
            },
          }),
      }),
  },
};
