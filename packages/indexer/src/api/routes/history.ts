import { liveEventSchema, toLiveEvents } from "../events/liveEvent.js";
import { NEWEST, page } from "../page.js";
import { list } from "../route.js";

export const history = list({
  path: "/history",
  tag: "Events",
  summary: "Every event of the contracts, the newest first",
  input: {},
  item: liveEventSchema,
  answer: async (question) => {
    const { items: logs, ...rest } = await page(
      question,
      question.db.selectFrom("logs").selectAll(),
      NEWEST,
      (row) => row,
    );
    return { items: await toLiveEvents(question.db, logs), ...rest };
  },
});
