import type { VerifiedBlock } from "@servicecoin/proof";
import { decodeLogs, type Client, type ServiceCoinEvent } from "@servicecoin/sdk";
import { ZeroAddress } from "ethers";

/** Votes by side, in base units of locked SCV. */
export type Tally = [against: bigint, forVotes: bigint, abstain: bigint];

/** What the events of ServiceCoin's contracts add up to. Amounts are base units. */
export class Books {
  /** Coins of each account that ever had some. */
  readonly balances = new Map<string, bigint>();
  readonly tallies = new Map<bigint, Tally>();
  /** Coins that were created, less those that were destroyed. */
  supply = 0n;
  /** Fees that the hub holds for the treasury. */
  fees = 0n;
  /** What each deal holds. */
  readonly #deals = new Map<string, bigint>();

  constructor(readonly addresses: Client["addresses"]) {}

  /** Enters the events of a block. Blocks come in order, the first no later than the deployment. */
  enter({ logs }: Pick<VerifiedBlock, "logs">): void {
    for (const event of decodeLogs(this.addresses, logs)) this.#enter(event);
  }

  /** What the hub holds. */
  get held(): bigint {
    return this.balances.get(this.addresses.PaymentHub) ?? 0n;
  }

  /** What the hub owes: all that deals hold, and the fees. */
  get owed(): bigint {
    return [...this.#deals.values()].reduce((sum, amount) => sum + amount, this.fees);
  }

  #enter(event: ServiceCoinEvent): void {
    switch (event.name) {
      case "Transfer":
        // Services are tokens too.
        if (event.contract === "ServiceCoin") this.#move(event.args.from, event.args.to, event.args.value);
        break;
      case "Opened":
      case "ToppedUp":
        this.#change(event.args.id, event.args.amount);
        break;
      case "Released":
      case "Claimed":
        this.#change(event.args.id, -event.args.amount);
        this.fees += event.args.fee;
        break;
      case "Refunded":
        this.#change(event.args.id, -event.args.amount);
        break;
      case "Resolved":
      case "Canceled":
        this.#change(event.args.id, -event.args.toPayee - event.args.toPayer);
        this.fees += event.args.fee;
        break;
      case "Charged":
        this.fees += event.args.fee;
        break;
      case "Collected":
        this.fees -= event.args.amount;
        break;
      case "VoteCast":
      case "VoteCastWithParams":
        this.#vote(event.args.proposalId, event.args.support, event.args.weight);
        break;
    }
  }

  #move(from: string, to: string, value: bigint): void {
    if (from === ZeroAddress) this.supply += value;
    else this.balances.set(from, (this.balances.get(from) ?? 0n) - value);
    if (to === ZeroAddress) this.supply -= value;
    else this.balances.set(to, (this.balances.get(to) ?? 0n) + value);
  }

  #change(deal: string, amount: bigint): void {
    this.#deals.set(deal, (this.#deals.get(deal) ?? 0n) + amount);
  }

  #vote(proposalId: bigint, support: bigint, weight: bigint): void {
    const tally = this.tallies.get(proposalId) ?? [0n, 0n, 0n];
    const side = Number(support);
    if (side < tally.length) tally[side as 0 | 1 | 2] += weight;
    this.tallies.set(proposalId, tally);
  }
}
