import { common } from "./common.ts";
import { dao } from "./dao.ts";
import { discover } from "./discover.ts";
import { flow } from "./flow.ts";
import { home } from "./home.ts";
import { orders } from "./orders.ts";
import { propose } from "./propose.ts";
import { shell } from "./shell.ts";

/** English, which is also the type of every other language. One file for each area of the page. */
export const en = { common, shell, flow, home, discover, orders, dao, propose };
