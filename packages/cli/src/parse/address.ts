import { getAddress } from "ethers";
import { bad, type Parser } from "./parser.js";

/** An address with its checksum, or all in one case. */
export const parseAddress: Parser<string> = (text, name) => {
  if (/^[^\s.]+(\.[^\s.]+)+$/.test(text)) {
    throw bad("Address", text, name, "looks like an ENS name. They are not supported: use the address.");
  }
  if (!/^0x[0-9a-f]{40}$/i.test(text))
    throw bad("Address", text, name, "is not an address: write 0x and 40 hex digits.");
  try {
    return getAddress(text);
  } catch {
    throw bad("Address", text, name, "has a wrong checksum: check its digits and their case.");
  }
};
