import { lookup, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "./publicAddress.js";

/**
 * Resolves a name for `https.request`, which connects to the very addresses that it gets here: a name that changes its mind between a
 * check and the connection gains nothing. It is not asked for addresses that stand in the URL: check those before.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) {
      callback(error, "", 0);
      return;
    }
    const [first] = found;
    // One private address among public ones is a sign of bad intent, too.
    if (found.length === 0 || !found.every(({ address }) => isPublicAddress(address))) {
      callback(Object.assign(new Error(`${hostname} has no public address.`), { code: "EACCES" }), "", 0);
      return;
    }
    if (options.all) callback(null, found);
    else callback(null, first.address, first.family);
  });
};
