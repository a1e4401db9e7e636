/** The first screen. */
export const home = {
  title: "Pay for services. Govern the money together.",
  intro:
    "ServiceCoin (SCV) is a payment token with its own DAO. Find a service, pay into escrow, release when it is delivered. Members lock coins to vote on what the treasury pays.",
  find: "Find a service",
  offer: "Offer a service",
  vote: "Vote in the DAO",
  yours: "Your account",
  balance: "Balance",
  locked: "Locked to vote",
  votes: "Voting power",
  paid: "Paid",
  earned: "Earned",
  connectHint: "Connect a wallet to see your balance and your deals.",
  faucet: "Take test coins",
  faucetEther: "Send 10 ETH",
  faucetCoins: (amount: string) => `Send ${amount}`,
  faucetDone: "The coins are in your account.",
  faucetHint: "This is a local chain: its coins are worth nothing.",
  latest: "Latest services",
  noServices: "No service is registered yet.",
};
