import type { Command } from "../command/command.js";
import type { AuthorizationTerms } from "@servicecoin/sdk";
import type { Input } from "../command/input.js";
import { DEFAULT_TERM, futureOption } from "./timeOptions.js";
import { parseHash } from "../parse/reference.js";
import { parseTime } from "../parse/time.js";
import type { Session } from "../session/session.js";

/** Declares when a signed payment counts. */
export function addTerms(command: Command): Command {
  return command
    .option("--valid-before <time>", `it counts only before this time (default: ${DEFAULT_TERM})`)
    .option("--valid-after <time>", "it counts only after this time (default: at once)")
    .option("--nonce <hash>", "32 bytes in hex that you have not used yet (default: random)");
}

/** What `addTerms` declared. */
export async function termsOf(input: Input, session: Session, amount: bigint): Promise<AuthorizationTerms> {
  const nonce = input.option("nonce", parseHash);
  const hasStart = input.option("valid-after", parseTime(0n)) !== undefined;
  const validBefore = await futureOption(input, session, "valid-before");
  const validAfter = hasStart ? input.option("valid-after", parseTime(await session.now())) : undefined;
  return {
    amount,
    validBefore,
    ...(validAfter === undefined ? {} : { validAfter }),
    ...(nonce === undefined ? {} : { nonce }),
  };
}
