import { addLiquidityCalls, readLiquidity, removeLiquidityCalls, type ProposalCall } from "@servicecoin/sdk";
import type { Command } from "../command/command.js";
import type { Input } from "../command/input.js";
import { verb } from "../command/noun.js";
import { parsePercent, parsePositiveAmount } from "../parse/amount.js";
import { parseEther } from "../parse/asset.js";
import { bad, type Parser } from "../parse/parser.js";
import { parsePositiveDuration } from "../parse/time.js";
import type { Session } from "../session/session.js";

const BASIS = 10_000n;
/** A vote takes days, in which the price moves. */
const SLIPPAGE = 500n;
const WITHIN = 30n * 86_400n;

/** Liquidity tokens of the pair in base units, or "all". */
const parseTokens: Parser<bigint | "all"> = (text, name) => {
  if (text === "all") return text;
  if (!/^[1-9]\d*$/.test(text)) throw bad("Amount", text, name, 'is not a number of base units, nor "all".');
  return BigInt(text);
};

/** Adds the verbs that propose liquidity of the treasury. `act` makes a command propose the calls. */
export function addLiquidity(
  proposal: Command,
  act: (command: Command, calls: (input: Input, session: Session) => Promise<ProposalCall[]>) => void,
): void {
  act(
    withLimits(verb(proposal, "add-liquidity <scv> <ether>", "propose to provide liquidity to the trading pair")),
    async (input, session) => {
      const coins = input.arg("scv", parsePositiveAmount);
      const wei = input.arg("ether", parseEther);
      const { least, validUntil } = await limitsOf(input, session);
      const limits = { minCoins: least(coins), minWei: least(wei), validUntil };
      return addLiquidityCalls(await session.reader(), { coins, wei, ...limits });
    },
  );
  act(
    withLimits(
      verb(proposal, "remove-liquidity <tokens>", 'propose to withdraw liquidity: base units of its tokens, or "all"'),
    ),
    async (input, session) => {
      const wanted = input.arg("tokens", parseTokens);
      const { least, validUntil } = await limitsOf(input, session);
      const client = await session.reader();
      const { pair, tokens: held, totalSupply, coinReserve, etherReserve } = await readLiquidity(client);
      const tokens = wanted === "all" ? held : wanted;
      if (tokens === 0n || tokens > held)
        throw bad("Amount", tokens.toString(), "tokens", `of ${held} cannot be paid.`);
      const part = (reserve: bigint) => least((reserve * tokens) / totalSupply);
      return removeLiquidityCalls(client, pair, {
        ...{ tokens, validUntil },
        ...{ minCoins: part(coinReserve), minWei: part(etherReserve) },
      });
    },
  );
}

function withLimits(command: Command): Command {
  return command
    .option("--slippage <percent>", "how much less than now may be accepted (default: 5%)")
    .option("--within <duration>", "time in which the proposal must be executed (default: 30d)");
}

async function limitsOf(input: Input, session: Session) {
  const slippage = input.option("slippage", parsePercent) ?? SLIPPAGE;
  const within = input.option("within", parsePositiveDuration) ?? WITHIN;
  const least = (amount: bigint): bigint => (amount * (BASIS - slippage)) / BASIS;
  return { least, validUntil: (await session.now()) + within };
}
