import type { Command } from "../command/command.js";
import type { AuthorizationTerms } from "@servicecoin/sdk";
import type { Input } from "../command/input.js";
import { DEFAULT_TERM, futureOption } from "./timeOptions.js";
import { parseHash } from "../parse/reference.js";
import { parseTime } from "../parse/time.js";
import type { Session } from "../session/session.js";

/** Declares the validity and the nonce of a signed payment (ERC-3009). */
export function addTerms(command: Command): Command {
  return command
    .option("--valid-before <time>", `valid only before this time (default: ${DEFAULT_TERM} from now)`)
    .option("--valid-after <time>", "valid only after this time (default: immediately)")
    .option("--nonce <hash>", "32 bytes in hex that you have not used before (default: random)");
}

/** Reads the options of `addTerms`. */
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
