/** Runs inside Hardhat, started by `keystore.ts`. Sends values of the keystore to the parent process. */
import hre from "hardhat";
import type { KeystoreMessage } from "./keystore.js";

const message: KeystoreMessage = { values: {} };
for (const name of (process.env["SERVICECOIN_KEYSTORE_NAMES"] ?? "").split(",")) {
  const variable = { _type: "ConfigurationVariable" as const, name };
  const value = await hre.hooks.runHandlerChain("configurationVariables", "fetchValue", [variable], () =>
    Promise.resolve(""),
  );
  if (value !== "") message.values[name] = value;
}
await new Promise<void>((resolve) => {
  if (process.send === undefined) resolve();
  else
    process.send(message, () => {
      resolve();
    });
});
process.disconnect();
