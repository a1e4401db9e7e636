import type { Row } from "../store/schema.js";
import type { Context, Handlers } from "./event.js";
import { MissingEntity } from "./missingLogs.js";

type Feedback = Row<"feedback">;

/** Decimals of a rating in the sums. */
const DECIMALS = 18;

export const serviceReputation: Handlers<"ServiceReputation"> = {
  NewFeedback(args, context) {
    const { agentId, clientAddress, feedbackIndex, value, valueDecimals, tag1, tag2, endpoint } = args;
    const serviceId = Number(agentId);
    const { time, transactionHash } = context;
    context.put("feedback", {
      ...{ serviceId, client: clientAddress, number: Number(feedbackIndex), value, decimals: Number(valueDecimals) },
      ...{ tag1, tag2, endpoint, uri: args.feedbackURI, hash: args.feedbackHash },
      ...{ dealId: null, payee: null, paid: null, time, transactionHash, revokedAt: null, responses: 0 },
    });
    count(context, serviceId, { unpaid: 1 });
  },
  FeedbackPaid({ agentId, clientAddress, feedbackIndex, dealId, payee, paid }, context) {
    const feedback = feedbackOf(context, agentId, clientAddress, feedbackIndex);
    context.put("feedback", { ...feedback, dealId, payee, paid });
    count(context, Number(agentId), { unpaid: -1, rating: feedback, paid, sign: 1 });
  },
  FeedbackRevoked({ agentId, clientAddress, feedbackIndex }, context) {
    const feedback = feedbackOf(context, agentId, clientAddress, feedbackIndex);
    context.put("feedback", { ...feedback, revokedAt: context.time });
    const { paid } = feedback;
    if (paid === null) count(context, Number(agentId), { unpaid: -1 });
    else count(context, Number(agentId), { unpaid: 0, rating: feedback, paid, sign: -1 });
  },
  ResponseAppended({ agentId, clientAddress, feedbackIndex, responder, responseURI, responseHash }, context) {
    const [serviceId, number] = [Number(agentId), Number(feedbackIndex)];
    const feedback = feedbackOf(context, agentId, clientAddress, feedbackIndex);
    context.add("feedbackResponses", {
      ...{ serviceId, client: clientAddress, number, responder, uri: responseURI, hash: responseHash },
    });
    context.put("feedback", { ...feedback, responses: feedback.responses + 1 });
  },
};

function feedbackOf(context: Context, agentId: bigint, client: string, index: bigint): Readonly<Feedback> {
  const key = { serviceId: Number(agentId), client, number: Number(index) };
  const feedback = context.get("feedback", key);
  if (feedback === undefined) throw new MissingEntity("feedback", `${agentId} ${client} ${index}`);
  return feedback;
}

interface Count {
  /** Change of the number of feedback that no deal backs. */
  unpaid: number;
  /** Rating to add (`sign` 1) or to take away (-1). */
  rating?: Readonly<Feedback>;
  paid?: bigint;
  sign?: 1 | -1;
}

/** Changes the sums of a service by the same arithmetic as the contract. */
function count(context: Context, id: number, { unpaid, rating, paid = 0n, sign = 1 }: Count): void {
  const service = context.get("services", { id });
  if (service === undefined) throw new MissingEntity("service", id);
  const unpaidFeedback = service.unpaidFeedback + unpaid;
  if (rating === undefined) {
    context.put("services", { ...service, unpaidFeedback });
    return;
  }
  const score = rating.value * 10n ** BigInt(DECIMALS - rating.decimals);
  const by = BigInt(sign);
  const sums = {
    ratings: service.ratings + sign,
    ratedPaid: service.ratedPaid + by * paid,
    ratingSum: service.ratingSum + by * score,
    ratingWeighted: service.ratingWeighted + by * score * paid,
  };
  context.put("services", { ...service, unpaidFeedback, ...sums, rating: lowerAverage(sums), ratedAt: context.time });
}

type Sums = Pick<Row<"services">, "ratings" | "ratedPaid" | "ratingSum" | "ratingWeighted">;

function lowerAverage({ ratings, ratedPaid, ratingSum, ratingWeighted }: Sums): bigint {
  if (ratings === 0 || ratedPaid === 0n) return 0n;
  const [plain, weighted] = [ratingSum / BigInt(ratings), ratingWeighted / ratedPaid];
  return plain < weighted ? plain : weighted;
}
