/** Today's rules of Ethereum, and those of the fork after. */
export const HARDFORKS = ["osaka", "amsterdam"] as const;
export type Hardfork = (typeof HARDFORKS)[number];

/** Name of the environment variable that selects the rules of this process. */
export const HARDFORK_VARIABLE = "GAS_HARDFORK";

/** The rules that this process measures under, by default today's. A process has one chain. */
export const HARDFORK = parseHardfork(process.env[HARDFORK_VARIABLE] ?? "osaka");

function parseHardfork(name: string): Hardfork {
  const known = HARDFORKS.find((hardfork) => hardfork === name);
  if (known === undefined)
    throw new RangeError(`${HARDFORK_VARIABLE} is ${name}, but must be ${HARDFORKS.join(" or ")}.`);
  return known;
}
