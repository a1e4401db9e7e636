const DAY = 86_400;
const HOUR = 3_600;

function time(seconds: number): string {
  if (seconds >= DAY) return seconds === DAY ? "1 day" : `${seconds / DAY} days`;
  return seconds === HOUR ? "1 hour" : seconds < HOUR ? `${seconds} s` : `${seconds / HOUR} hours`;
}

/** How to make a proposal. */
export const propose = {
  title: "Make a proposal",
  intro: "Say what the DAO should do. Members vote on it; if it passes, anyone can have it done.",
  connect: "Connect a wallet to make a proposal.",
  tooFewVotes: (needed: string, has: string, missing: string) =>
    `Proposing takes ${needed}; you have ${has}. Lock ${missing} SCV more, or ask a member who has them. Votes count one second after locking.`,
  lock: "Lock SCV",
  about: "What it is about",
  heading: "Title",
  headingHint: "For example: Repair the roof of the office",
  headingRequired: "Give it a title.",
  body: "Why",
  bodyHint: "Optional. Plain text; everyone can read it, for good.",
  tooLong: (length: number, most: number) => `${length} characters: at most ${most} fit.`,
  does: "What it does",
  action: (number: number) => `Action ${number}`,
  add: "Add another action",
  remove: (number: number) => `Remove action ${number}`,
  kind: "Action",
  kinds: {
    pay: "Pay someone from the treasury",
    mint: "Create new SCV",
    budget: "Give someone a budget",
    cap: "Cap what leaves the treasury",
    fee: "Set the fee on payments",
    loanFee: "Set the fee on loans",
    addLiquidity: "Provide liquidity to the trading pair",
    removeLiquidity: "Withdraw liquidity from the trading pair",
    setting: "Change a voting rule",
    text: "Nothing, only ask for an opinion",
  },
  kindHints: {
    pay: "All of it is paid at once when the proposal is executed.",
    mint: "New coins make every other coin a smaller share of all.",
    budget: "A steward can spend it without a vote. What is spent refills evenly over the period.",
    cap: "Less, or over a longer time, holds at once; a looser cap takes 7 more days.",
    fee: "Part of every payment of deals that are made after this.",
    loanFee: "Part of the principal of every loan that is taken after this.",
    addLiquidity:
      "SCV and ether of the treasury, so that people can pay in ether. What does not fit the price then comes back; if less than 95 % fits, nothing is done.",
    removeLiquidity:
      "SCV and ether go back to the treasury. If it would get less than 95 % of what it would get now, nothing is done.",
    setting: "Holds for proposals that are made after this one is executed.",
    text: "Members say yes or no. The contracts do nothing.",
  },
  recipient: "Recipient",
  steward: "Steward",
  asset: "Paid in",
  assets: { SCV: "SCV", ETH: "Ether" },
  reference: "Reference",
  referenceHint: "Optional, at most 31 characters, for example an invoice number.",
  change: "Change",
  budgetChanges: { set: "Set it", remove: "Take it away" },
  capChanges: { set: "Set it", freeze: "Let nothing leave", remove: "Lift it" },
  per: "Per",
  units: { minutes: "minutes", hours: "hours", days: "days" },
  unit: "Unit of time",
  newTime: "New length",
  newVotes: "New number of votes",
  newPercent: "New share in percent",
  fee: "Fee in percent",
  feeHint: "At most 1 %.",
  share: "Share in percent",
  shareHint: "Of the treasury's liquidity.",
  within: "To be done within",
  withinHint: "Longer than the vote and the delay after it.",
  setting: "Rule",
  guardian: "New guardian",
  guardianHint: "Leave it empty to have none.",
  now: (value: string) => `Now: ${value}`,
  numberInvalid: "Enter a number such as 5.",
  timeBounds: (min: number, max: number | undefined) =>
    max === undefined ? "Enter more than zero." : `Enter ${time(min)} to ${time(max)}.`,
  percentBounds: (max: number, decimals: number) =>
    `Enter 0 to ${max}${decimals === 0 ? ", without decimals" : `, with at most ${decimals} decimals`}.`,
  treasuryHas: (amount: string) => `The treasury has ${amount}.`,
  review: "Check and propose",

  // Review
  flowTitle: "Make this proposal",
  step: (number: number, of: number) => (of === 1 ? "If it passes" : `If it passes, ${number} of ${of}`),
  nothing: "Nothing: it only asks the members for their opinion",
  opens: "Voting opens",
  closes: "Voting closes",
  earliest: "Done at the earliest",
  needs: "It needs about",
  treasuryThen: "The treasury then has",
  capLeft: "The cap leaves now",
  tried: "Tried now",
  works: "It would work",
  wouldFail: (number: number, why: string) =>
    `Tried now, action ${number} would fail: ${why} If that is still so when the proposal is executed, none of its actions is done.`,
  tooLittle: (asset: string, has: string, asked: string) =>
    `The treasury has only ${has} ${asset}; this pays ${asked} ${asset}. Unless more comes in, it cannot be executed.`,
  overCap: (cap: string, period: string) =>
    `The cap allows at most ${cap} in ${period}. This can never be paid under it: raise the cap first, or pay in parts.`,
  overCapNow: (left: string) => `The cap leaves ${left} now. It can be executed only once enough of it is free again.`,
  madeBefore: (id: string) =>
    `You have made the same proposal before: it is number ${id}. Change the title or the reasons to make another one.`,
  done: (id: string, when: string) => `Proposal ${id} is made. Voting opens ${when}.`,
  see: "See the proposal",
};
