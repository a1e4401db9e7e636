/** What the calls of a proposal do. */
export const calls = {
  pay: (amount: string, to: string) => `Pays ${amount} from the treasury to ${to}`,
  reference: (text: string) => ` (reference ${text})`,
  budget: (steward: string, amount: string, period: string) =>
    `Lets ${steward} spend ${amount} of the treasury per ${period}`,
  noBudget: (steward: string, asset: string) => `Takes the budget for ${asset} from ${steward}`,
  cap: (amount: string, period: string) => `Caps what leaves the treasury at ${amount} per ${period}`,
  freeze: (asset: string) => `Freezes the treasury's ${asset}`,
  noCap: (asset: string) => `Lifts the cap on ${asset}`,
  mint: (amount: string, to: string) => `Creates ${amount} for ${to}`,
  fee: (percent: string) => `Sets the hub's fee to ${percent}`,
  setting: (rule: string, value: string) => `Changes the rule “${rule}” to ${value}`,
  noGuardian: "Dismisses the guardian",
  sendEther: (amount: string, to: string) => `Sends ${amount} to ${to}`,
};
