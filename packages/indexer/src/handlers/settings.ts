import type { ContractName } from "@servicecoin/sdk";
import type { Context } from "./event.js";

/** Records a setting of a contract. */
export function changeSetting(context: Context, contract: ContractName, name: string, value: bigint | string): void {
  const before = context.get("settings", { contract, name })?.value ?? null;
  const text = String(value);
  context.add("settingChanges", { contract, name, before, value: text });
  context.put("settings", { contract, name, value: text, time: context.time });
}

/** Handler of `OwnershipTransferred`. */
export function ownershipTransferred(contract: ContractName) {
  return ({ newOwner }: { newOwner: string }, context: Context): void => {
    changeSetting(context, contract, "owner", newOwner);
  };
}
