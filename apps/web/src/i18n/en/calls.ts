/** What the calls of a proposal do. */
export const calls = {
  pay: (amount: string, to: string) => `Pays ${amount} from the treasury to ${to}`,
  payTokens: (amount: string, token: string, to: string) =>
    `Pays ${amount} base units of the token ${token} from the treasury to ${to}`,
  liquidityContract: (address: string) => `the contract that adds and removes liquidity (${address})`,
  treasury: "the treasury",
  both: (one: string, other: string) => `${one} and ${other}`,
  addLiquidity: (ether: string, least: string, to: string, until: string) =>
    `Adds the SCV paid to that contract and up to ${ether} of the treasury to the trading pair: at least ${least}, ` +
    `until ${until}. The liquidity tokens go to ${to}. What does not fit the pair's price comes back`,
  removeLiquidity: (least: string, to: string, until: string) =>
    `Turns the liquidity tokens paid to that contract back into SCV and ether: at least ${least}, until ${until}. ` +
    `Both go to ${to}`,
  reference: (text: string) => ` (reference ${text})`,
  budget: (steward: string, amount: string, period: string) =>
    `Lets ${steward} spend ${amount} of the treasury per ${period}`,
  noBudget: (steward: string, asset: string) => `Takes the budget for ${asset} from ${steward}`,
  cap: (amount: string, period: string) => `Caps what leaves the treasury at ${amount} per ${period}`,
  freeze: (asset: string) => `Freezes the treasury's ${asset}`,
  noCap: (asset: string) => `Lifts the cap on ${asset}`,
  mint: (amount: string, to: string) => `Creates ${amount} for ${to}`,
  fee: (percent: string) => `Sets the hub's fee to ${percent}`,
  loanFee: (percent: string) => `Sets the fee of new loans to ${percent}`,
  setting: (rule: string, value: string) => `Changes the rule “${rule}” to ${value}`,
  noGuardian: "Dismisses the guardian",
  sendEther: (amount: string, to: string) => `Sends ${amount} to ${to}`,
};
