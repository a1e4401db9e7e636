import { account } from "./account.ts";
import { activity } from "./activity.ts";
import { calls } from "./calls.ts";
import { checkout } from "./checkout.ts";
import { common } from "./common.ts";
import { credit } from "./credit.ts";
import { dao } from "./dao.ts";
import { dealFlows } from "./dealFlows.ts";
import { deals } from "./deals.ts";
import { discover } from "./discover.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { explorer } from "./explorer.ts";
import { flow } from "./flow.ts";
import { gasless } from "./gasless.ts";
import { home } from "./home.ts";
import { orders } from "./orders.ts";
import { pay } from "./pay.ts";
import { propose } from "./propose.ts";
import { provide } from "./provide.ts";
import { rank } from "./rank.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { statistics } from "./statistics.ts";
import { sync } from "./sync.ts";
import { treasury } from "./treasury.ts";

/** English, which is also the type of every other language. One file for each area of the page. */
export const en = {
  account,
  activity,
  calls,
  checkout,
  common,
  credit,
  dao,
  dealFlows,
  deals,
  discover,
  errors,
  events,
  explorer,
  flow,
  gasless,
  home,
  orders,
  pay,
  propose,
  provide,
  rank,
  settings,
  shell,
  statistics,
  sync,
  treasury,
};
