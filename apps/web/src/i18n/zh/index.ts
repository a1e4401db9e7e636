import type { Text } from "../text.ts";
import { activity } from "./activity.ts";
import { common } from "./common.ts";
import { dao } from "./dao.ts";
import { discover } from "./discover.ts";
import { explorer } from "./explorer.ts";
import { flow } from "./flow.ts";
import { home } from "./home.ts";
import { orders } from "./orders.ts";
import { propose } from "./propose.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { statistics } from "./statistics.ts";
import { treasury } from "./treasury.ts";

export const zh: Text = {
  common,
  shell,
  flow,
  home,
  discover,
  orders,
  activity,
  dao,
  explorer,
  propose,
  settings,
  statistics,
  treasury,
};
