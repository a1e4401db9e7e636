/** Runs within Hardhat, by `keystore.ts`: sends the values of its keystore to the process that started it. */
import hre from "hardhat";
import type { KeystoreAnswer } from "./keystore.js";

const answer: KeystoreAnswer = { values: {} };
for (const name of (process.env["SERVICECOIN_KEYSTORE_NAMES"] ?? "").split(",")) {
  const variable = { _type: "ConfigurationVariable" as const, name };
  const value = await hre.hooks.runHandlerChain("configurationVariables", "fetchValue", [variable], () =>
    Promise.resolve(""),
  );
  if (value !== "") answer.values[name] = value;
}
await new Promise<void>((resolve) => {
  if (process.send === undefined) resolve();
  else
    process.send(answer, () => {
      resolve();
    });
});
process.disconnect();
