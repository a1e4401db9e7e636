import { ZeroAddress } from "ethers";
import {
  type Client,
  type Duration,
  type ProposalCall,
  setExecutionDelayCall,
  setGracePeriodCall,
  setLateQuorumVoteExtensionCall,
  setProposalGuardianCall,
  setProposalThresholdCall,
  setQuorumFloorCall,
  setVotingDelayCall,
  setVotingPeriodCall,
  updateQuorumNumeratorCall,
} from "@servicecoin/sdk";
import { parseAddress } from "../parse/address.js";
import { parseAmount, parsePercent } from "../parse/amount.js";
import { bad, type Parser } from "../parse/parser.js";
import { parseDuration } from "../parse/time.js";

/** Parses the new value of a setting, and returns a function that builds the call. */
type Setting = Parser<(client: Client) => ProposalCall>;

const parseWholePercent: Parser<bigint> = (text, name) => {
  const points = parsePercent(text, name);
  if (points % 100n !== 0n) throw bad("Percent", text, name, "has decimals: this setting needs whole percents.");
  return points / 100n;
};

const parseGuardian: Parser<string> = (text, name) => (text === "nobody" ? ZeroAddress : parseAddress(text, name));

/** The settings of the DAO, by name. */
export const SETTINGS = {
  "voting-delay": duration(setVotingDelayCall),
  "voting-period": duration(setVotingPeriodCall),
  "vote-extension": duration(setLateQuorumVoteExtensionCall),
  "execution-delay": duration(setExecutionDelayCall),
  "grace-period": duration(setGracePeriodCall),
  "proposal-threshold": setting(parseAmount, (client, votes) => setProposalThresholdCall(client, { votes })),
  quorum: setting(parseWholePercent, (client, percent) => updateQuorumNumeratorCall(client, { percent })),
  "quorum-floor": setting(parseAmount, (client, votes) => setQuorumFloorCall(client, { votes })),
  guardian: setting(parseGuardian, (client, guardian) => setProposalGuardianCall(client, { guardian })),
} satisfies Record<string, Setting>;

export const SETTING_NAMES = Object.keys(SETTINGS) as (keyof typeof SETTINGS)[];

function setting<T>(parse: Parser<T>, toCall: (client: Client, value: T) => ProposalCall): Setting {
  return (text, name) => {
    const value = parse(text, name);
    return (client) => toCall(client, value);
  };
}

function duration(toCall: (client: Client, params: Duration) => ProposalCall): Setting {
  return setting(parseDuration, (client, seconds) => toCall(client, { seconds }));
}
