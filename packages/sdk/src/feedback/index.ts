export { appendResponse, type FeedbackResponse } from "./appendResponse.js";
export { giveFeedback, type Feedback, type FeedbackFile } from "./giveFeedback.js";
export { listFeedback, type FeedbackFilter } from "./listFeedback.js";
export { rateDeal, type DealRating } from "./rateDeal.js";
export { readFeedback, type FeedbackId, type GivenFeedback } from "./readFeedback.js";
export { readRating } from "./readRating.js";
export { readSummary, type FeedbackSummary, type SummaryFilter } from "./readSummary.js";
export { revokeFeedback, type OwnFeedback } from "./revokeFeedback.js";
